"""Weak reference support for Python."""
from _weakref import CallableProxyType, ProxyType, ReferenceType, getweakrefcount, getweakrefs, proxy, ref

ProxyTypes = ProxyType, CallableProxyType

__all__ = ['ref', 'proxy', 'getweakrefcount', 'getweakrefs', 'WeakKeyDictionary', 'ReferenceType', 'ProxyType',
           'CallableProxyType', 'ProxyTypes', 'WeakValueDictionary', 'WeakSet', 'WeakMethod', 'finalize']

_homes = {'WeakSet': '_weakrefset', 'KeyedRef': '_weakdicts', 'WeakKeyDictionary': '_weakdicts',
          'WeakValueDictionary': '_weakdicts'}


def __getattr__(name):
    # The collections are made when they are first asked for.
    home = _homes.get(name)
    if home is None:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = globals()[name] = getattr(__import__(home), name)
    return value


class WeakMethod(ref):
    """A custom `weakref.ref` subclass which simulates a weak reference to a bound method."""

    __slots__ = '_func_ref', '_meth_type', '_alive', '__weakref__'

    def __new__(cls, meth, callback=None):
        try:
            obj = meth.__self__
            func = meth.__func__
        except AttributeError:
            raise TypeError(f'argument should be a bound method, not {type(meth)}') from None

        def dead(_):
            # Whichever of the two goes first ends the method, once.
            self = own()
            if self is not None and self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)
        self = ref.__new__(cls, obj, dead)
        self._func_ref = ref(func, dead)
        self._meth_type = type(meth)
        self._alive = True
        own = ref(self)
        return self

    def __call__(self):
        obj = super().__call__()
        func = self._func_ref()
        if obj is None or func is None:
            return None
        return self._meth_type(func, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = ref.__hash__


class finalize:
    """Class for finalization of weakrefable objects."""

    __slots__ = ()
    _registry = {}
    _shutdown = False
    _dirty = False
    _count = 0
    _hooked = False

    class _Info:
        __slots__ = 'weakref', 'func', 'args', 'kwargs', 'atexit', 'index'

    def __init__(self, obj, func, /, *args, **kwargs):
        if not self._hooked:
            try:
                import atexit
            except ImportError:
                pass
            else:
                atexit.register(self._exitfunc)
            finalize._hooked = True
        info = self._Info()
        info.weakref = ref(obj, self)
        info.func = func
        info.args = args
        info.kwargs = kwargs or None
        info.atexit = True
        finalize._count += 1
        info.index = finalize._count
        self._registry[self] = info
        finalize._dirty = True

    def __call__(self, _=None):
        """If alive then mark as dead and return func(*args, **kwargs); otherwise return None"""
        info = self._registry.pop(self, None)
        if info and not self._shutdown:
            return info.func(*info.args, **(info.kwargs or {}))

    def _parts(self, info):
        # The object and what is to be called, if the object is alive.
        obj = info and info.weakref()
        return None if obj is None else (obj, info.func, info.args, info.kwargs or {})

    def detach(self):
        """If alive then mark as dead and return (obj, func, args, kwargs); otherwise return None"""
        parts = self._parts(self._registry.get(self))
        if parts and self._registry.pop(self, None):
            return parts

    def peek(self):
        """If alive then return (obj, func, args, kwargs); otherwise return None"""
        return self._parts(self._registry.get(self))

    @property
    def alive(self):
        """True until it was called or detached"""
        return self in self._registry

    @property
    def atexit(self):
        """True if the end of the program calls it"""
        info = self._registry.get(self)
        return bool(info) and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info:
            info.atexit = bool(value)

    def __repr__(self):
        info = self._registry.get(self)
        obj = info and info.weakref()
        name = type(self).__name__
        if obj is None:
            return f'<{name!r} object at {id(self):#x}; dead>'
        return f'<{name!r} object at {id(self):#x}; for {type(obj).__name__!r} at {id(obj):#x}>'

    @classmethod
    def _exitfunc(cls):
        # At exit: the youngest first, those that others make meanwhile too.
        pending = None
        try:
            while cls._registry:
                if pending is None or finalize._dirty:
                    pending = sorted((info.index, own) for own, info in cls._registry.items() if info.atexit)
                    finalize._dirty = False
                if not pending:
                    break
                own = pending.pop()[1]
                try:
                    own()
                except Exception:
                    import sys
                    sys.excepthook(*sys.exc_info())
        finally:
            finalize._shutdown = True
