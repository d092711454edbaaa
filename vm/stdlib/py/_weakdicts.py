"""weakref.WeakKeyDictionary and weakref.WeakValueDictionary."""
from _weakref import _remove_dead_weakref, ref
from _weakrefset import _Guarded
from _collections_abc import MutableMapping

__name__ = 'weakref'
__all__ = 'KeyedRef', 'WeakKeyDictionary', 'WeakValueDictionary'


class KeyedRef(ref):
    """Specialized reference that includes a key corresponding to the value."""

    __slots__ = 'key',

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class WeakValueDictionary(_Guarded, MutableMapping):
    """Mapping class that references values weakly."""

    def __init__(self, other=(), /, **kw):
        self._start()
        self._remove = self._died()
        self.data = {}
        self.update(other, **kw)

    def _discard(self, reference):
        _remove_dead_weakref(self.data, reference.key)

    def __getitem__(self, key):
        self._commit()
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        self._commit()
        del self.data[key]

    def __len__(self):
        self._commit()
        return len(self.data) - len(self._pending)

    def __contains__(self, key):
        return self.get(key) is not None

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}>'

    def __setitem__(self, key, value):
        self._commit()
        self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        return WeakValueDictionary(self)

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[deepcopy(key, memo)] = value
        return new

    def get(self, key, default=None):
        self._commit()
        reference = self.data.get(key)
        value = None if reference is None else reference()
        return default if value is None else value

    def items(self):
        for reference in self._walk(self.data.values()):
            value = reference()
            if value is not None:
                yield reference.key, value

    def keys(self):
        for key, _ in self.items():
            yield key

    __iter__ = keys

    def values(self):
        for _, value in self.items():
            yield value

    def itervaluerefs(self):
        """Return an iterator that yields the weak references to the values."""
        yield from self._walk(self.data.values())

    def valuerefs(self):
        """Return a list of weak references to the values."""
        self._commit()
        return list(self.data.values())

    def popitem(self):
        self._commit()
        while True:
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def pop(self, key, *args):
        self._commit()
        reference = self.data.pop(key, None)
        value = None if reference is None else reference()
        if value is None:
            if args:
                return args[0]
            raise KeyError(key)
        return value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def update(self, other=None, /, **kwargs):
        self._commit()
        if other is not None:
            for key, value in dict(other).items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not hasattr(other, 'keys'):
            return NotImplemented
        new = self.copy()
        new.update(other)
        return new

    def __ror__(self, other):
        if not hasattr(other, 'keys'):
            return NotImplemented
        new = self.__class__(other)
        new.update(self)
        return new


class WeakKeyDictionary(_Guarded, MutableMapping):
    """Mapping class that references keys weakly."""

    def __init__(self, dict=None):
        self._start()
        self._remove = self._died()
        self.data = {}
        if dict is not None:
            self.update(dict)

    def _discard(self, reference):
        self.data.pop(reference, None)

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __len__(self):
        return len(self.data) - len(self._pending)

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}>'

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def copy(self):
        new = WeakKeyDictionary()
        for key, value in self.items():
            new[key] = value
        return new

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[key] = deepcopy(value, memo)
        return new

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def items(self):
        for reference, value in self._walk(self.data.items()):
            key = reference()
            if key is not None:
                yield key, value

    def keys(self):
        for key, _ in self.items():
            yield key

    __iter__ = keys

    def values(self):
        for _, value in self.items():
            yield value

    def keyrefs(self):
        """Return a list of weak references to the keys."""
        return list(self.data)

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            for key, value in (dict if hasattr(dict, 'items') else type({})(dict)).items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    __ior__ = WeakValueDictionary.__ior__
    __or__ = WeakValueDictionary.__or__
    __ror__ = WeakValueDictionary.__ror__
