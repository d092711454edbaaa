"""Classes that name what their subclasses must define (PEP 3119)."""
# The core is in Rust: vm/stdlib/src/abc.rs.

import _abc
from _abc import get_cache_token


def abstractmethod(funcobj):
    """Mark what subclasses have to define."""
    setattr(funcobj, "__isabstractmethod__", True)
    return funcobj


class abstractclassmethod(classmethod):
    """The old way to write a classmethod around an abstractmethod."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractstaticmethod(staticmethod):
    """The old way to write a staticmethod around an abstractmethod."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractproperty(property):
    """The old way to write a property around an abstractmethod."""
    __isabstractmethod__ = True


class ABCMeta(type):
    """The type of classes with abstract methods and registered subclasses."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        made = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc._abc_init(made)
        return made

    register = _abc.register
    __instancecheck__ = _abc.__instancecheck__
    __subclasscheck__ = _abc.__subclasscheck__
    _abc_registry_clear = _abc._reset_registry
    _abc_caches_clear = _abc._reset_caches


def update_abstractmethods(cls):
    """Find anew which methods of a class are abstract."""
    if not hasattr(cls, '__abstractmethods__'):
        return cls
    names = {name for base in cls.__bases__ for name in getattr(base, '__abstractmethods__', ())}
    values = {name: getattr(cls, name, None) for name in names} | dict(cls.__dict__)
    cls.__abstractmethods__ = frozenset(
        name for name, value in values.items() if getattr(value, '__isabstractmethod__', False))
    return cls


class ABC(metaclass=ABCMeta):
    """A base that brings the metaclass ABCMeta along."""
    __slots__ = ()
