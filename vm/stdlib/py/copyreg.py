"""What pickle and copy know of types that cannot tell it themselves."""

__all__ = ['pickle', 'constructor', 'add_extension', 'remove_extension', 'clear_extension_cache']

dispatch_table = {}
_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    _need_callable(pickle_function, 'reduction functions')
    dispatch_table.update({ob_type: pickle_function})
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    _need_callable(object, 'constructors')


def _need_callable(value, what):
    if not callable(value):
        raise TypeError(f'{what} must be callable')


def _reduce_complex(c):
    return complex, (c.real, c.imag)


def _reduce_union(union):
    from functools import reduce
    from operator import or_
    return reduce, (or_, union.__args__)


pickle(complex, _reduce_complex, complex)
pickle(type(int | str), _reduce_union)


def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


def _reduce_ex(self, proto):
    # What protocols 0 and 1 make of an object.
    cls = self.__class__
    base = next((base for base in cls.__mro__ if not base.__flags__ & 1 << 9), object)
    if base is cls:
        raise TypeError(f'cannot pickle {cls.__name__!r} object')
    args = cls, base, None if base is object else base(self)
    getstate = getattr(self, '__getstate__', None)
    if type(self).__getstate__ == object.__getstate__ and getattr(self, '__slots__', None):
        raise TypeError(f'cannot pickle {cls.__name__!r} object: a class that defines __slots__ without '
                        f'defining __getstate__ cannot be pickled with protocol {proto}')
    state = getstate()
    return (_reconstructor, args, state) if state else (_reconstructor, args)


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    # The names of all slots of a class, as the instances' attributes are called.
    names = cls.__dict__.get('__slotnames__')
    if names is not None:
        return names
    names = []
    for each in cls.__mro__:
        slots = each.__dict__.get('__slots__', ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ('__dict__', '__weakref__'):
                continue
            if name.startswith('__') and not name.endswith('__'):
                owner = each.__name__.lstrip('_')
                name = f'_{owner}{name}' if owner else name
            names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass
    return names


def add_extension(module, name, code):
    """Give a global name a number that stands for it in pickles."""
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError('code out of range')
    key = module, name
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f'key {key} is already registered with code {_extension_registry[key]}')
    if code in _inverted_registry:
        raise ValueError(f'code {code} is already in use for key {_inverted_registry[code]}')
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    """Take the number from a global name again."""
    key = module, name
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f'key {key} is not registered with code {code}')
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
