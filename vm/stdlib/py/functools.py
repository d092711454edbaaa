"""Functions that act on or return other functions."""
# The cores are in Rust: vm/stdlib/src/functional.rs.

from _functional import cached_property, cmp_to_key, lru_cache_wrapper as _lru_cache_wrapper, partial, reduce

__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'total_ordering', 'cache',
           'cmp_to_key', 'lru_cache', 'reduce', 'partial', 'partialmethod', 'singledispatch',
           'singledispatchmethod', 'cached_property']

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Update a wrapper function to look like the wrapped function."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        value = getattr(wrapped, name, {})
        # A function's dict is only made when there is something to put in.
        if value or name != '__dict__':
            getattr(wrapper, name).update(value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator factory to apply update_wrapper() to a wrapper function."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


def _order(cls, root, name):
    # What `name` is, made of the operator `root`. Their texts are __lt__, __le__, __gt__, __ge__:
    # the third letter is the direction, the fourth tells whether equality counts.
    same_way = root[2] == name[2]
    strict = root[3] == 't'
    opposite = not same_way and root[3] != name[3]

    def compare(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if opposite:
            return not result
        if not same_way:
            result = not result
        if strict == same_way:
            return result or self == other
        return result and self != other
    compare.__name__ = name
    compare.__qualname__ = f'{cls.__qualname__}.{name}'
    compare.__module__ = cls.__module__
    compare.__doc__ = getattr(int, name).__doc__
    return compare


def total_ordering(cls):
    """Class decorator that fills in missing ordering methods"""
    names = '__lt__', '__le__', '__gt__', '__ge__'
    roots = [name for name in names if getattr(cls, name, None) != getattr(object, name, None)]
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    for name in names:
        if name not in roots:
            setattr(cls, name, _order(cls, roots[0], name))
    return cls


_info_type = None


def _CacheInfo(hits, misses, maxsize, currsize):
    global _info_type
    if _info_type is None:
        from collections import namedtuple
        _info_type = namedtuple('CacheInfo', ('hits', 'misses', 'maxsize', 'currsize'), module='functools')
    return _info_type(hits, misses, maxsize, currsize)


def lru_cache(maxsize=128, typed=False):
    """Least-recently-used cache decorator."""
    def decorate(function):
        wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, function)
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
        return decorate(function)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')
    return decorate


def cache(user_function, /):
    'Simple lightweight unbounded cache.  Sometimes called "memoize".'
    return lru_cache(maxsize=None)(user_function)


class partialmethod:
    """Method descriptor with partial application of the given arguments and keywords."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f'{name}={value!r}' for name, value in self.keywords.items()]
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(parts)})'

    def __get__(self, obj, cls=None):
        getter = getattr(type(self.func), '__get__', None)
        if getter is not None:
            bound = getter(self.func, obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result

        def method(self, /, *args, **keywords):
            return own.func(self, *own.args, *args, **{**own.keywords, **keywords})
        own = self
        method.__isabstractmethod__ = self.__isabstractmethod__
        method.__partialmethod__ = self
        return method.__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


def _find_impl(cls, registry):
    # The method resolution order, with every registered abstract class that a class is the first to
    # belong to put behind the abstract bases of that class, but before its own bases.
    mro = cls.__mro__
    virtual = [kind for kind in registry
               if kind not in mro and not hasattr(kind, '__args__') and issubclass(cls, kind)]
    order = list(mro)
    for each in mro:
        new = [kind for kind in virtual
               if issubclass(each, kind) and not any(issubclass(base, kind) for base in each.__bases__)]
        first = at = order.index(each) + 1
        for base in each.__bases__:
            if hasattr(base, '__abstractmethods__'):
                at = max(at, order.index(base) + 1)
        while new:
            kind = next(kind for kind in new
                        if not any(other is not kind and issubclass(other, kind) for other in new))
            new.remove(kind)
            place = first
            while place < at and order[place] not in kind.__mro__:
                place += 1
            order.insert(place, kind)
            at += 1
    match = next((kind for kind in order if kind in registry), None)
    if match in virtual:
        # Of two abstract classes side by side neither is the better one.
        after = order[order.index(match) + 1]
        if after in virtual and not issubclass(match, after):
            raise RuntimeError(f'Ambiguous dispatch: {match} or {after}')
    return registry.get(match)


def singledispatch(func):
    """Single-dispatch generic function decorator."""
    import weakref
    from types import MappingProxyType, UnionType
    registry = {}
    found = weakref.WeakKeyDictionary()
    token = None

    def dispatch(cls):
        """Return the implementation for the given class."""
        nonlocal token
        if token is not None:
            from abc import get_cache_token
            now = get_cache_token()
            if token != now:
                found.clear()
                token = now
        try:
            return found[cls]
        except KeyError:
            implementation = registry.get(cls) or _find_impl(cls, registry)
            found[cls] = implementation
            return implementation

    def is_union(kind):
        return isinstance(kind, UnionType) or getattr(getattr(kind, '__origin__', None), '_name', None) == 'Union'

    def classes_of(kind):
        # The classes that a class or a union stands for; None if it is neither.
        if isinstance(kind, type) and not hasattr(kind, '__args__'):
            return kind,
        if is_union(kind):
            if all(isinstance(each, type) and not hasattr(each, '__args__') for each in kind.__args__):
                return kind.__args__
        return None

    def register(cls, func=None):
        """Register a new implementation for the given class."""
        nonlocal token
        classes = classes_of(cls)
        if classes is not None:
            if func is None:
                return lambda function: register(cls, function)
        else:
            if func is not None:
                raise TypeError(f'Invalid first argument to `register()`. {cls!r} is not a class or union type.')
            if not getattr(cls, '__annotations__', {}):
                raise TypeError(f'Invalid first argument to `register()`: {cls!r}. '
                                'Use either `@register(some_class)` or plain `@register` on an annotated function.')
            func = cls
            name, cls = next(iter(func.__annotations__.items()))
            if isinstance(cls, str):
                from typing import get_type_hints
                cls = get_type_hints(func)[name]
            if cls is None:
                cls = type(None)
            classes = classes_of(cls)
            if classes is None:
                what = 'not all arguments are classes' if is_union(cls) else 'is not a class'
                raise TypeError(f'Invalid annotation for {name!r}. {cls!r} {what}.')
        for each in classes:
            registry[each] = func
            if token is None and hasattr(each, '__abstractmethods__'):
                from abc import get_cache_token
                token = get_cache_token()
        found.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = found.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """Single-dispatch generic method descriptor."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Register a new implementation for the given class."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch

        def method(*args, **kwargs):
            if not args:
                raise TypeError(f'{name} requires at least 1 positional argument')
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)
        name = getattr(self.func, '__name__', 'singledispatchmethod method')
        method.__isabstractmethod__ = self.__isabstractmethod__
        method.register = self.register
        return update_wrapper(method, self.func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
