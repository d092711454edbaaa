"""Abstract classes of what is called, and of buffers."""
from abc import ABCMeta, abstractmethod
from _collections_abc import GenericAlias, _hook

__name__ = 'collections.abc'
__all__ = 'Buffer', 'Callable', '_CallableGenericAlias'


class Buffer(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _hook

    @abstractmethod
    def __buffer__(self, flags, /):
        raise NotImplementedError

    _needs = '__buffer__',


def _is_param_expr(obj):
    return (obj is Ellipsis or isinstance(obj, list) or
            type(obj).__module__ in ('typing', '_typing') and
            type(obj).__name__ in ('ParamSpec', '_ConcatenateGenericAlias'))


class _CallableGenericAlias(GenericAlias):
    """Represent `Callable[argtypes, resulttype]`."""

    __slots__ = ()

    def __new__(cls, origin, args):
        if not (isinstance(args, tuple) and len(args) == 2):
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        given, result = args
        if isinstance(given, (tuple, list)):
            args = (*given, result)
        elif not _is_param_expr(given):
            raise TypeError(f'Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {given}')
        return super().__new__(cls, origin, args)

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_param_expr(args[0]):
            return super().__repr__()
        shown = [_type_repr(arg) for arg in args]
        return f'collections.abc.Callable[[{", ".join(shown[:-1])}], {shown[-1]}]'

    def __reduce__(self):
        args = self.__args__
        if not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return _CallableGenericAlias, (Callable, args)

    def __getitem__(self, item):
        if not isinstance(item, tuple):
            item = item,
        if len(self.__parameters__) == 1 and _is_param_expr(self.__parameters__[0]) and item and \
                not _is_param_expr(item[0]):
            item = list(item),
        args = super().__getitem__(item).__args__
        if not isinstance(args[0], (tuple, list)):
            args = list(args[:-1]), args[-1]
        return _CallableGenericAlias(Callable, tuple(args))


def _type_repr(obj):
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        return obj.__qualname__ if obj.__module__ == 'builtins' else f'{obj.__module__}.{obj.__qualname__}'
    if obj is Ellipsis:
        return '...'
    return repr(obj) if not callable(obj) or not hasattr(obj, '__code__') else obj.__name__


class Callable(metaclass=ABCMeta):
    __slots__ = ()
    __subclasshook__ = _hook

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False

    _needs = '__call__',
    __class_getitem__ = classmethod(_CallableGenericAlias)
