"""Abstract Base Classes (ABCs) for collections, according to PEP 3119."""
from abc import ABCMeta, abstractmethod

__all__ = ['Awaitable', 'Coroutine', 'AsyncIterable', 'AsyncIterator', 'AsyncGenerator', 'Hashable', 'Iterable',
           'Iterator', 'Generator', 'Reversible', 'Sized', 'Container', 'Callable', 'Collection', 'Set',
           'MutableSet', 'Mapping', 'MutableMapping', 'MappingView', 'KeysView', 'ItemsView', 'ValuesView',
           'Sequence', 'MutableSequence', 'ByteString', 'Buffer']

# What the classes are called by.
__name__ = 'collections.abc'


def _has_methods(C, names):
    mro = C.__mro__
    for name in names:
        for base in mro:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
        else:
            return NotImplemented
    return True


_check_methods = lambda C, *names: _has_methods(C, names)


def _hook(cls, C):
    # The __subclasshook__ of all: a class that asks for some methods and nothing else names them.
    needs = cls.__dict__.get('_needs')
    return NotImplemented if needs is None else _has_methods(C, needs)


_hook = classmethod(_hook)
GenericAlias = type(list[int])
_generic = classmethod(GenericAlias)


_homes = {name: home for home, names in (
    ('_awaitables', 'Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Generator'),
    ('_callables', 'Buffer Callable _CallableGenericAlias'), ('_sets', 'Set MutableSet'), ('_views', 'KeysView ItemsView'),
    ('_mappings', 'Mapping MutableMapping MappingView ValuesView'), ('_sequences', 'Sequence MutableSequence ByteString'),
) for name in names.split()}


def __getattr__(name):
    # Classes are made, kind by kind, when they are first asked for.
    home = _homes.get(name)
    if home is None:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    module = __import__(f'collections.{home}', fromlist=(name,))
    for each in module.__all__:
        globals()[each] = getattr(module, each)
    return globals()[name]


class Hashable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _hook

    @abstractmethod
    def __hash__(self):
        return 0

    _needs = '__hash__',


class Iterable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _hook

    @abstractmethod
    def __iter__(self):
        while False:
            yield None

    _needs = '__iter__',
    __class_getitem__ = _generic


class Iterator(Iterable):
    __slots__ = ()

    @abstractmethod
    def __next__(self):
        'Return the next item from the iterator. When exhausted, raise StopIteration'
        raise StopIteration

    def __iter__(self):
        return self

    _needs = '__iter__', '__next__'


class Reversible(Iterable):
    __slots__ = ()

    @abstractmethod
    def __reversed__(self):
        while False:
            yield None

    _needs = '__reversed__', '__iter__'


class Sized(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _hook

    @abstractmethod
    def __len__(self):
        return 0

    _needs = '__len__',


class Container(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _hook

    @abstractmethod
    def __contains__(self, x):
        return False

    _needs = '__contains__',
    __class_getitem__ = _generic


class Collection(Sized, Iterable, Container):
    __slots__ = ()
    _needs = '__len__', '__iter__', '__contains__'
