"""The types that the interpreter has but builtins does not name."""
import sys


def _f():
    x = 1

    def g():
        return x
    return g


async def _c():
    yield


async def _coroutine():
    pass


FunctionType = LambdaType = type(_f)
CodeType = type(_f.__code__)
MappingProxyType = type(type.__dict__)
SimpleNamespace = type(sys.implementation)
CellType = type(_f().__closure__[0])
GeneratorType = type((lambda: (yield))())
_coroutine = _coroutine()
CoroutineType = type(_coroutine)
_coroutine.close()
AsyncGeneratorType = type(_c())
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
(WrapperDescriptorType, MethodWrapperType, MethodDescriptorType, ClassMethodDescriptorType, ModuleType,
 GetSetDescriptorType, GenericAlias, UnionType, EllipsisType, NoneType, NotImplementedType) = map(type, (
     object.__repr__, ().__repr__, str.split, vars(dict)['fromkeys'], sys,
     FunctionType.__code__, list[str], str | bytes, ..., None, NotImplemented))
CapsuleType = type('PyCapsule', (), {'__module__': 'builtins', '__slots__': ()})


class _C:
    __slots__ = 'a',

    def m(self):
        pass


MethodType = type(_C().m)
MemberDescriptorType = type(_C.a)

try:
    raise TypeError
except TypeError as _error:
    TracebackType = type(_error.__traceback__)
    FrameType = type(_error.__traceback__.tb_frame)

del _f, _c, _C, _coroutine


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Make a class as a class statement does; exec_body fills its namespace."""
    resolved = resolve_bases(bases)
    meta, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace['__orig_bases__'] = bases
    return meta(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """The bases, with what __mro_entries__ gives in place of those that are no classes."""
    resolved = []
    changed = False
    for base in bases:
        if not isinstance(base, type) and hasattr(base, '__mro_entries__'):
            entries = base.__mro_entries__(bases)
            if not isinstance(entries, tuple):
                raise TypeError('__mro_entries__ must return a tuple')
            resolved.extend(entries)
            changed = True
        else:
            resolved.append(base)
    return tuple(resolved) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, its fresh namespace and the keywords left."""
    kwds = {} if kwds is None else dict(kwds)
    if 'metaclass' in kwds:
        meta = kwds.pop('metaclass')
    else:
        meta = type(bases[0]) if bases else type
    if isinstance(meta, type):
        for base in bases:
            kind = type(base)
            if issubclass(meta, kind):
                continue
            if not issubclass(kind, meta):
                raise TypeError('metaclass conflict: the metaclass of a derived class must be a (non-strict) '
                                'subclass of the metaclasses of all its bases')
            meta = kind
    prepare = getattr(meta, '__prepare__', None)
    return meta, prepare(name, bases, **kwds) if prepare else {}, kwds


def get_original_bases(cls, /):
    """The bases as the class statement named them."""
    try:
        return cls.__dict__.get('__orig_bases__', cls.__bases__)
    except AttributeError:
        raise TypeError(f'Expected an instance of type, not {type(cls).__name__!r}') from None


class DynamicClassAttribute:
    """A property of instances; for the class, the metaclass is asked."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.overwrite_doc = doc is None
        self.__doc__ = doc if doc else fget.__doc__
        self.__isabstractmethod__ = True if getattr(fget, '__isabstractmethod__', False) else False

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            return self._need(self.fget, 'unreadable attribute')(instance)
        if not self.__isabstractmethod__:
            raise AttributeError
        return self

    def __set__(self, instance, value):
        self._need(self.fset, "can't set attribute")(instance, value)

    def __delete__(self, instance):
        self._need(self.fdel, "can't delete attribute")(instance)

    @staticmethod
    def _need(function, message):
        if function is None:
            raise AttributeError(message)
        return function

    def _with(self, fget, fset, fdel, doc=None):
        changed = type(self)(fget, fset, fdel, doc or self.__doc__)
        changed.overwrite_doc = self.overwrite_doc
        return changed

    def getter(self, fget):
        return self._with(fget, self.fset, self.fdel, fget.__doc__ if self.overwrite_doc else None)

    def setter(self, fset):
        return self._with(self.fget, fset, self.fdel)

    def deleter(self, fdel):
        return self._with(self.fget, self.fset, fdel)


class _GeneratorWrapper:
    # A generator-like object that can be awaited.

    def __init__(self, gen):
        self._inner = gen
        for name in '__name__', '__qualname__':
            setattr(self, name, getattr(gen, name, None))

    def send(self, val):
        return self._inner.send(val)

    def throw(self, tp, *rest):
        return self._inner.throw(tp, *rest)

    def close(self):
        return self._inner.close()

    gi_code = cr_code = property(lambda self: self._inner.gi_code)
    gi_frame = cr_frame = property(lambda self: self._inner.gi_frame)
    gi_running = cr_running = property(lambda self: self._inner.gi_running)
    gi_yieldfrom = cr_await = property(lambda self: self._inner.gi_yieldfrom)

    def __next__(self):
        return next(self._inner)

    def __iter__(self):
        return self._inner if self._inner.__class__ is GeneratorType else self

    __await__ = __iter__


def coroutine(func):
    """Let what a generator function returns be awaited."""
    if not callable(func):
        raise TypeError('types.coroutine() expects a callable')
    code = getattr(func, '__code__', None)
    if func.__class__ is FunctionType and code.__class__ is CodeType:
        if code.co_flags & 0x180:
            return func
        if code.co_flags & 0x20 and hasattr(code, 'replace'):
            func.__code__ = code.replace(co_flags=code.co_flags | 0x100)
            return func
    from functools import wraps
    from _collections_abc import Coroutine, Generator

    @wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        kind = result.__class__
        if kind is CoroutineType or kind is GeneratorType and result.gi_code.co_flags & 0x100:
            return result
        if isinstance(result, Generator) and not isinstance(result, Coroutine):
            return _GeneratorWrapper(result)
        return result
    return wrapped


__all__ = [name for name in globals() if name[0] != '_' and name != 'sys']
