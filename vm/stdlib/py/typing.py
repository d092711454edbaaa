"""The typing module: what type hints are made of, as far as they are seen at run time."""

import functools
import sys
import types
from _typing import (Generic, NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType,
                     TypeVar, TypeVarTuple, _idfunc)
from abc import ABCMeta, abstractmethod
from types import GenericAlias, MethodType, NoneType

TYPE_CHECKING = False

# Name: origin in `builtins`, `collections` or `collections.abc`; number of parameters, -1: any.
_ALIASES = {
    "List": ("list", 1), "Dict": ("dict", 2), "Set": ("set", 1), "FrozenSet": ("frozenset", 1),
    "Type": ("type", 1), "Tuple": ("tuple", -1),
    "Deque": ("deque", 1), "DefaultDict": ("defaultdict", 2), "OrderedDict": ("OrderedDict", 2),
    "Counter": ("Counter", 1), "ChainMap": ("ChainMap", 2),
    "Hashable": ("Hashable", 0), "Sized": ("Sized", 0), "ByteString": ("ByteString", 0),
    "Awaitable": ("Awaitable", 1), "Coroutine": ("Coroutine", 3),
    "AsyncIterable": ("AsyncIterable", 1), "AsyncIterator": ("AsyncIterator", 1),
    "Iterable": ("Iterable", 1), "Iterator": ("Iterator", 1), "Reversible": ("Reversible", 1),
    "Container": ("Container", 1), "Collection": ("Collection", 1), "AbstractSet": ("Set", 1),
    "MutableSet": ("MutableSet", 1), "Mapping": ("Mapping", 2), "MutableMapping": ("MutableMapping", 2),
    "Sequence": ("Sequence", 1), "MutableSequence": ("MutableSequence", 1),
    "MappingView": ("MappingView", 1), "KeysView": ("KeysView", 1), "ItemsView": ("ItemsView", 2),
    "ValuesView": ("ValuesView", 1), "Generator": ("Generator", 3),
    "AsyncGenerator": ("AsyncGenerator", 2), "Callable": ("Callable", 2),
    "ContextManager": ("AbstractContextManager", 2),
    "AsyncContextManager": ("AbstractAsyncContextManager", 2),
    "Pattern": ("Pattern", 1), "Match": ("Match", 1),
}

__all__ = ["Annotated", "Any", "ClassVar", "Concatenate", "Final", "ForwardRef", "Generic", "Literal",
           "Optional", "ParamSpec", "Protocol", "TypeVar", "TypeVarTuple", "Union", *_ALIASES,
           "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat", "SupportsIndex",
           "SupportsInt", "SupportsRound", "NamedTuple", "TypedDict", "BinaryIO", "IO", "TextIO",
           "AnyStr", "assert_type", "assert_never", "cast", "clear_overloads",
           "dataclass_transform", "final", "get_args", "get_origin", "get_overloads",
           "get_protocol_members", "get_type_hints", "is_protocol", "is_typeddict",
           "LiteralString", "Never", "NewType", "no_type_check", "no_type_check_decorator",
           "NoDefault", "NoReturn", "NotRequired", "overload", "override", "ParamSpecArgs",
           "ParamSpecKwargs", "ReadOnly", "Required", "reveal_type", "runtime_checkable", "Self",
           "Text", "TYPE_CHECKING", "TypeAlias", "TypeGuard", "TypeIs", "TypeAliasType", "Unpack"]


def __getattr__(name):
    """The generic names of collections, each made when it is asked for."""
    if name not in _ALIASES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    origin, count = _ALIASES[name]
    import builtins
    found = getattr(builtins, origin, None)
    if found is None:
        if name in ("Pattern", "Match"):
            import re as module
        elif origin.startswith("Abstract"):
            import contextlib as module
        elif name in ("Deque", "DefaultDict", "OrderedDict", "Counter", "ChainMap"):
            import collections as module
        else:
            import collections.abc as module
        found = getattr(module, origin)
    made = _SpecialGenericAlias(found, count, name)
    globals()[name] = made
    return made


def __dir__():
    return sorted({*globals(), *_ALIASES})


class _Final:
    """Keeps classes from being derived from."""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


def _type_convert(arg, module=None, is_class=False):
    if arg is None:
        return NoneType
    if isinstance(arg, str):
        return ForwardRef(arg, module=module, is_class=is_class)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, is_class=False):
    """The type that an argument stands for; TypeError if none."""
    arg = _type_convert(arg, module, is_class)
    bare = [Generic, Protocol]
    if not is_class:
        bare += [ClassVar]
        if is_argument:
            bare += [Final]
    if isinstance(arg, _GenericAlias) and arg.__origin__ in bare:
        raise TypeError(f"{arg} is not valid as type argument")
    if arg in (Any, LiteralString, NoReturn, Never, Self, TypeAlias) or is_class and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg


def _type_repr(obj):
    if isinstance(obj, tuple):
        return "[" + ", ".join(_type_repr(t) for t in obj) + "]"
    if isinstance(obj, (type, types.FunctionType)) and not isinstance(obj, GenericAlias):
        if isinstance(obj, types.FunctionType):
            return obj.__name__
        if obj.__module__ == "builtins":
            return obj.__qualname__
        return f"{obj.__module__}.{obj.__qualname__}"
    return "..." if obj is ... else repr(obj)


def _collect_parameters(args):
    """The type variables in some arguments, each once."""
    found = []
    for t in args:
        if isinstance(t, type) and not isinstance(t, GenericAlias):
            continue
        if isinstance(t, (tuple, list)):
            parts = _collect_parameters(t)
        elif hasattr(t, "__typing_subst__"):
            parts = (t,)
        else:
            parts = getattr(t, "__parameters__", ())
        found += [p for p in parts if p not in found]
    return tuple(found)


def _substitute(args, parameters, items):
    """The arguments with each parameter replaced by its item."""
    result = []
    values = dict(zip(parameters, items))
    for arg in args:
        if isinstance(arg, list):
            result.append(list(_substitute(arg, parameters, items)))
        elif isinstance(arg, tuple):
            result.append(_substitute(arg, parameters, items))
        elif isinstance(arg, type) and not isinstance(arg, GenericAlias):
            result.append(arg)
        elif hasattr(arg, "__typing_subst__"):
            value = values[arg]
            if isinstance(arg, TypeVarTuple):
                result += value if isinstance(value, tuple) else (value,)
            else:
                result.append(arg.__typing_subst__(value))
        else:
            inner = getattr(arg, "__parameters__", ())
            if not inner:
                result.append(arg)
            elif _is_unpacked(arg):
                for value in (values[p] for p in inner):
                    result += value if isinstance(value, tuple) else (value,)
            else:
                flat = []
                for p in inner:
                    value = values[p]
                    if isinstance(p, TypeVarTuple) and isinstance(value, tuple):
                        flat += value
                    else:
                        flat.append(value)
                result.append(arg[tuple(flat)])
    return tuple(result)


def _is_unpacked(arg):
    return getattr(arg, "__origin__", None) is Unpack or getattr(arg, "__unpacked__", False)


def _match_items(alias, parameters, items):
    """As many items as parameters; those that a TypeVarTuple takes are one tuple."""
    for parameter in parameters:
        prepare = getattr(parameter, "__typing_prepare_subst__", None)
        if prepare:
            items = prepare(alias, items)
    if len(items) != len(parameters):
        how = "many" if len(items) > len(parameters) else "few"
        raise TypeError(f"Too {how} arguments for {alias}; actual {len(items)}, expected {len(parameters)}")
    return items


def _flatten_literal(parameters):
    for p in parameters:
        if getattr(p, "__origin__", None) is Literal:
            yield from p.__args__
        else:
            yield p


def _unique(items, key=lambda item: item):
    """The items without those equal to one before; they need not be hashable."""
    seen = []
    result = []
    for item in items:
        if key(item) not in seen:
            seen.append(key(item))
            result.append(item)
    return result


def _refusal(message):
    def refuse(self, *args, **kwds):
        raise TypeError(message.format(self))
    return refuse


class _SpecialForm(_Final, _root=True):
    # A name of this module that means something of its own, such as Union.
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    __call__ = _refusal("Cannot instantiate {!r}")
    __instancecheck__ = _refusal("{} cannot be used with isinstance()")
    __subclasscheck__ = _refusal("{} cannot be used with issubclass()")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _plain(name, doc):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


def _single(name, doc):
    def getitem(self, parameters):
        item = _type_check(parameters, f"{self} accepts only single type.", is_argument=name not in (
            "ClassVar", "Final", "Required", "NotRequired", "ReadOnly"))
        return _GenericAlias(self, (item,))
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


NoReturn = _plain("NoReturn", "Of functions that never return.")
Never = _plain("Never", "The type without values.")
Self = _plain("Self", "The class that is around.")
LiteralString = _plain("LiteralString", "Of strings written in the source.")
TypeAlias = _plain("TypeAlias", "Marks an assignment as that of a type alias.")
ClassVar = _single("ClassVar", "Marks class variables.")
Final = _single("Final", "Marks names that must not be assigned again.")
TypeGuard = _single("TypeGuard", "Of functions that narrow a type if they return true.")
TypeIs = _single("TypeIs", "Of functions that narrow a type by what they return.")
Required = _single("Required", "Marks a key of a TypedDict as required.")
NotRequired = _single("NotRequired", "Marks a key of a TypedDict as potentially missing.")
ReadOnly = _single("ReadOnly", "Marks a key of a TypedDict as not to be changed.")


def _some(items, form):
    """What stands in the brackets as a tuple that is not empty."""
    if items == ():
        raise TypeError(f"Cannot take a {form} of no types.")
    return items if isinstance(items, tuple) else (items,)


@_SpecialForm
def Unpack(self, parameters):
    """The items of a type that is a tuple of types."""
    return _GenericAlias(self, (_type_check(parameters, f"{self} accepts only single type."),))


@_SpecialForm
def Union(self, parameters):
    """Union type; Union[X, Y] means either X or Y."""
    flat = []
    for p in _some(parameters, "Union"):
        p = _type_check(p, "Union[arg, ...]: each arg must be a type.")
        if getattr(p, "__origin__", None) is Union or isinstance(p, types.UnionType):
            flat += p.__args__
        else:
            flat.append(p)
    flat = _unique(flat)
    return flat[0] if len(flat) == 1 else _GenericAlias(self, tuple(flat))


@_SpecialForm
def Optional(self, parameters):
    """A type or None."""
    return Union[_type_check(parameters, f"{self} requires a single type."), NoneType]


@_SpecialForm
def Literal(self, parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    items = _unique(_flatten_literal(parameters), lambda p: (p, type(p)))
    return _LiteralAlias(self, tuple(items))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters put in front of those of a ParamSpec."""
    parameters = _some(parameters, "Concatenate")
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    return _GenericAlias(self, (*(_type_check(p, message) for p in parameters[:-1]), parameters[-1]))


@_SpecialForm
def Annotated(self, params):
    """Add context-specific metadata to a type."""
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    if _is_unpacked(params[0]):
        raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
    origin = _type_check(params[0], "Annotated[t, ...]: t must be a type.", is_class=True)
    return _AnnotatedAlias(origin, params[1:])


class _BaseGenericAlias(_Final, _root=True):
    """What the generic forms share: they stand for their origin."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; "
                            f"use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass  # It may have no room for it.
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        result = []
        if self.__origin__ not in bases:
            result.append(self.__origin__)
        if not any(isinstance(b, (_BaseGenericAlias, GenericAlias)) and b is not self and b.__origin__ is Generic
                   or isinstance(b, type) and issubclass(b, Generic)
                   for b in bases[bases.index(self):]) and _collect_parameters([self]):
            result.append(Generic)
        return tuple(result)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            raise AttributeError(attr)
        if "__origin__" in self.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            return getattr(self.__origin__, attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if attr == "__doc__":
            return self.__origin__.__doc__
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        own = ("_inst", "_name", "_nparams", "_defaults")
        if attr.startswith("__") and attr.endswith("__") or attr in own:
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __dir__(self):
        return [*super().__dir__(), *(a for a in dir(self.__origin__) if not a.startswith("__"))]

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class _GenericAlias(_BaseGenericAlias, _root=True):
    """A form with its arguments, such as Union[int, str] or List[int]."""

    __module__ = "typing"

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = args
        self.__parameters__ = _collect_parameters(args)

    def __eq__(self, other):
        if self.__origin__ is Union and isinstance(other, types.UnionType):
            return set(self.__args__) == set(other.__args__)
        if not isinstance(other, _GenericAlias) or self.__origin__ is not other.__origin__:
            return NotImplemented
        if self.__origin__ is Union:
            return set(self.__args__) == set(other.__args__)
        return self.__args__ == other.__args__

    def __hash__(self):
        if self.__origin__ is Union:
            return hash(frozenset(self.__args__))
        return hash((self.__origin__, self.__args__))

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_type_convert(p) if not isinstance(p, list) else p for p in args)
        items = _match_items(self, self.__parameters__, args)
        return self._with(_substitute(self.__args__, self.__parameters__, items))

    def _with(self, args):
        if isinstance(self.__origin__, _SpecialForm):
            return self.__origin__[args]
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        args = self.__args__
        if self.__origin__ is Union and len(args) == 2 and NoneType in args:
            other = args[1] if args[0] is NoneType else args[0]
            return f"typing.Optional[{_type_repr(other)}]"
        if self.__origin__ is Unpack:
            return f"typing.Unpack[{_type_repr(args[0])}]"
        name = f"typing.{self._name}" if self._name else _type_repr(self.__origin__)
        return f"{name}[{', '.join(_type_repr(a) for a in args) or '()'}]"

    def __iter__(self):
        yield Unpack[self]

    def __instancecheck__(self, obj):
        if self.__origin__ is Union:
            return isinstance(obj, self.__args__)
        return super().__instancecheck__(obj)

    def __subclasscheck__(self, cls):
        if self.__origin__ is Union:
            return issubclass(cls, self.__args__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        import operator
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        return operator.getitem, (origin, args[0] if len(args) == 1 and not isinstance(args[0], tuple) else args)

    @property
    def __typing_unpacked_tuple_args__(self):
        if self.__origin__ is Unpack:
            arg = self.__args__[0]
            if getattr(arg, "__origin__", None) is tuple:
                return arg.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return self.__origin__ is Unpack and isinstance(self.__args__[0], TypeVarTuple)


class _LiteralAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        return {(a, type(a)) for a in self.__args__} == {(a, type(a)) for a in other.__args__}

    def __hash__(self):
        return hash(frozenset((a, type(a)) for a in self.__args__))

    def __repr__(self):
        return f"typing.Literal[{', '.join(map(repr, self.__args__))}]"


class _AnnotatedAlias(_GenericAlias, _root=True):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata

    def _with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        parts = ", ".join(map(repr, self.__metadata__))
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {parts}]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return "Annotated"
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __reduce__(self):
        import operator
        return operator.getitem, (Annotated, (self.__origin__, *self.__metadata__))


class _CallableAlias(_GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec)
                               or getattr(args[0], "__origin__", None) is Concatenate):
            return super().__repr__()
        shown = ", ".join(_type_repr(a) for a in args[:-1])
        return f"typing.Callable[[{shown}], {_type_repr(args[-1])}]"

    def _with(self, args):
        return _callable_alias(self.__origin__, args)

    def __reduce__(self):
        import operator
        args = self.__args__
        if not (len(args) == 2 and args[0] is ...):
            args = list(args[:-1]), args[-1]
        return operator.getitem, (__getattr__("Callable"), args)


def _callable_alias(origin, args):
    flat = []
    for arg in args:
        if isinstance(arg, (tuple, list)):
            flat += arg
        else:
            flat.append(arg)
    return _CallableAlias(origin, tuple(flat), name="Callable")


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """A generic name of collections, such as List."""

    def __init__(self, origin, nparams, name):
        super().__init__(origin, inst=False, name=name)
        self._nparams = nparams
        self.__doc__ = f"A generic version of {origin.__module__}.{origin.__qualname__}."

    def __getitem__(self, params):
        origin = self.__origin__
        if self._name == "Callable":
            if not isinstance(params, tuple) or len(params) != 2:
                raise TypeError("Callable must be used as Callable[[arg, ...], result].")
            args, result = params
            message = "Callable[args, result]: result must be a type."
            result = _type_check(result, message)
            if isinstance(args, list):
                args = tuple(_type_convert(a) for a in args)
            elif not (args is ... or isinstance(args, ParamSpec)
                      or getattr(args, "__origin__", None) is Concatenate):
                raise TypeError(f"Callable[args, result]: args must be a list. Got {args}")
            return _callable_alias(origin, (args, result))
        if not isinstance(params, tuple):
            params = (params,)
        message = "Parameters to generic types must be types."
        if self._nparams == -1:
            if len(params) >= 2 and params[-1] is ...:
                params = (*(_type_check(p, "Tuple[t, ...]: t must be a type.") for p in params[:-1]), ...)
            else:
                params = tuple(_type_check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params)
            return _GenericAlias(origin, params, name=self._name)
        params = tuple(_type_check(p, message) for p in params)
        count = self._nparams
        if not count:
            raise TypeError(f"{self} is not a generic class")
        defaults = {"Generator": (NoneType, NoneType), "AsyncGenerator": (NoneType,),
                    "ContextManager": (bool | None,), "AsyncContextManager": (bool | None,)}.get(self._name, ())
        missing = count - len(params)
        if 0 < missing <= len(defaults):
            params += defaults[-missing:]
        if len(params) != count and not any(_is_unpacked(p) for p in params):
            how = "many" if len(params) > count else "few"
            raise TypeError(f"Too {how} arguments for {self}; actual {len(params)}, expected {count}")
        return _GenericAlias(origin, params, name=self._name, inst=False)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name


class ForwardRef(_Final, _root=True):
    """A type hint written as a string."""

    __slots__ = ("__forward_arg__", "__forward_code__", "__forward_evaluated__", "__forward_value__",
                 "__forward_is_argument__", "__forward_is_class__", "__forward_module__")

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            # `*Ts` is no expression of its own.
            code = compile(f"({arg},)[0]" if arg.startswith("*") else arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}") from None
        self.__forward_arg__ = arg
        self.__forward_code__ = code
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
        if self.__forward_arg__ in recursive_guard:
            return self
        if not self.__forward_evaluated__ or localns is not globalns:
            if globalns is None and localns is None:
                globalns = localns = {}
            elif globalns is None:
                globalns = localns
            elif localns is None:
                localns = globalns
            if self.__forward_module__ is not None:
                globalns = getattr(sys.modules.get(self.__forward_module__), "__dict__", globalns)
            if type_params:
                localns = {**{p.__name__: p for p in type_params}, **localns}
            value = _type_check(eval(self.__forward_code__, globalns, localns),
                                "Forward references must evaluate to types.",
                                is_argument=self.__forward_is_argument__, is_class=self.__forward_is_class__)
            self.__forward_value__ = _eval_type(value, globalns, localns, type_params,
                                                recursive_guard=recursive_guard | {self.__forward_arg__})
            self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return (self.__forward_arg__ == other.__forward_arg__
                    and self.__forward_value__ == other.__forward_value__)
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        module = f", module={self.__forward_module__!r}" if self.__forward_module__ else ""
        return f"ForwardRef({self.__forward_arg__!r}{module})"


def _eval_type(t, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
    """A type with the strings in it replaced by what they mean."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, type_params, recursive_guard=recursive_guard)
    if not isinstance(t, (_GenericAlias, GenericAlias, types.UnionType)):
        return t
    native = isinstance(t, GenericAlias)
    args = tuple(ForwardRef(a) if native and isinstance(a, str) else a for a in t.__args__)
    args = tuple(_eval_type(a, globalns, localns, type_params, recursive_guard=recursive_guard) for a in args)
    if args == t.__args__:
        return t
    if native:
        made = GenericAlias(t.__origin__, args)
        return next(iter(made)) if getattr(t, "__unpacked__", False) else made
    if isinstance(t, types.UnionType):
        return functools.reduce(lambda a, b: a | b, args)
    return t._with(args)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return the type hints of a class, a function or a module, strings in them evaluated."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            space = globalns
            if space is None:
                space = getattr(sys.modules.get(base.__module__), "__dict__", {})
            annotations = base.__dict__.get("__annotations__", {})
            if isinstance(annotations, types.GetSetDescriptorType):
                annotations = {}
            names = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                space, names = names, space
            for name, value in annotations.items():
                value = _type_convert_hint(value, is_class=True)
                hints[name] = _eval_type(value, space, names, base.__dict__.get("__type_params__", ()))
    else:
        if globalns is None:
            if isinstance(obj, types.ModuleType):
                globalns = obj.__dict__
            else:
                inner = obj
                while hasattr(inner, "__wrapped__"):
                    inner = inner.__wrapped__
                globalns = getattr(inner, "__globals__", {})
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        annotations = getattr(obj, "__annotations__", None)
        if annotations is None:
            if isinstance(obj, (types.BuiltinFunctionType, types.ModuleType, types.MethodWrapperType,
                                types.WrapperDescriptorType, types.MethodDescriptorType)):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        parameters = getattr(obj, "__type_params__", ())
        for name, value in annotations.items():
            value = _type_convert_hint(value, is_class=False,
                                       is_argument=not isinstance(obj, types.ModuleType))
            hints[name] = _eval_type(value, globalns, localns, parameters)
    return hints if include_extras else {k: _strip_annotations(t) for k, t in hints.items()}


def _type_convert_hint(value, is_class, is_argument=False):
    if value is None:
        return NoneType
    if isinstance(value, str):
        return ForwardRef(value, is_argument=is_argument, is_class=is_class)
    return value


def _strip_annotations(t):
    """A type without Annotated, Required and their kin."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, "__origin__", None) in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, types.UnionType)):
        args = tuple(_strip_annotations(a) for a in t.__args__)
        if args == t.__args__:
            return t
        if isinstance(t, _GenericAlias):
            return t._with(args)
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, args)
        return functools.reduce(lambda a, b: a | b, args)
    return t


def get_origin(tp):
    """Get the unsubscripted version of a type."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return None


def get_args(tp):
    """Get type arguments with all substitutions performed."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        is_callable = isinstance(tp, _CallableAlias) or getattr(tp.__origin__, "__name__", "") == "Callable"
        if is_callable and not (len(args) == 2 and (
                args[0] is ... or isinstance(args[0], ParamSpec)
                or getattr(args[0], "__origin__", None) is Concatenate)):
            args = list(args[:-1]), args[-1]
        return args
    if isinstance(tp, types.UnionType):
        return tp.__args__
    return ()


def is_typeddict(tp):
    """Check if an annotation is a TypedDict class."""
    return isinstance(tp, _TypedDictMeta) and tp is not TypedDict


def assert_type(val, typ, /):
    """Ask a static type checker to confirm that the value is of the given type."""
    return val


def cast(typ, val):
    """Cast a value to a type, for type checkers only."""
    return val


def assert_never(arg, /):
    """Statically assert that a line of code is unreachable."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def reveal_type(obj, /):
    """Ask a static type checker to reveal the inferred type of an expression."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    if isinstance(arg, type):
        for key in dir(arg):
            obj = getattr(arg, key)
            if getattr(obj, "__qualname__", None) != f"{arg.__qualname__}.{getattr(obj, '__name__', None)}":
                continue
            if isinstance(obj, types.FunctionType):
                obj.__no_type_check__ = True
            if isinstance(obj, types.MethodType):
                obj.__func__.__no_type_check__ = True
            if isinstance(obj, type):
                no_type_check(obj)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""
    @functools.wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


_overloads = {}


def _overload_dummy(*args, **kwds):
    """Called when an overloaded function has no implementation."""
    raise NotImplementedError("You should not call an overloaded function. A series of @overload-decorated "
                              "functions outside a stub module should always be followed by an "
                              "implementation that is not @overload-ed.")


def overload(func):
    """Decorator for overloaded functions/methods."""
    inner = getattr(func, "__func__", func)
    try:
        key = inner.__module__, inner.__qualname__
        _overloads.setdefault(key, {})[inner.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The overloads that were defined for a function."""
    func = getattr(func, "__func__", func)
    return list(_overloads.get((func.__module__, func.__qualname__), {}).values())


def clear_overloads():
    """Forget all overloads."""
    _overloads.clear()


def final(f):
    """Decorator to indicate final methods and final classes."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Indicate that a method is intended to override a method in a base class."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        frozen_default=False, field_specifiers=(), **kwargs):
    """Decorator to mark an object as providing dataclass-like behaviour."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default,
            "kw_only_default": kw_only_default, "frozen_default": frozen_default,
            "field_specifiers": field_specifiers, "kwargs": kwargs}
        return cls_or_fn
    return decorator


_NOT_MEMBERS = frozenset((
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__",
    "__new__", "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__",
    "__match_args__", "__static_attributes__", "__firstlineno__", "__parameters__",
    "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol",
    "__protocol_attrs__", "__non_callable_proto_members__", "__type_params__", "__qualname__",
    "_abc_impl", "_MutableMapping__marker"))


def _protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for name in (*base.__dict__, *base.__dict__.get("__annotations__", ())):
            if not name.startswith("_abc_") and name not in _NOT_MEMBERS:
                attrs.add(name)
    return attrs


def _no_init_or_replace_init(self, *args, **kwargs):
    """A protocol cannot be instantiated; a class of it has the next __init__ of its order."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if cls.__init__ is not _no_init_or_replace_init:
        return
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


def _in_mro(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name], True
        if isinstance(base, _ProtocolMeta) and base._is_protocol and name in base.__dict__.get(
                "__annotations__", ()):
            return True, True
    return None, False


def _proto_hook(cls, other):
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    for attr in cls.__protocol_attrs__:
        value, found = _in_mro(other, attr)
        if not found or value is None:
            return NotImplemented
    return True


def _allow_checks():
    """Whether the question comes from abc or functools, which may ask any class."""
    try:
        frame = sys._getframe(2)
    except ValueError:
        return True
    return frame.f_globals.get("__name__") in ("abc", "functools", "typing", None)


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name == "Protocol" and bases == (Generic,):
            pass
        elif any(base is Protocol for base in bases):
            for base in bases:
                if not (base in (object, Generic)
                        or base.__module__ in ("collections.abc", "contextlib", "os", "_collections_abc")
                        or isinstance(base, _ProtocolMeta) and base._is_protocol):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, "_is_protocol", False):
            cls.__protocol_attrs__ = _protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False) and not _allow_checks():
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with "
                                "@runtime_checkable protocols")
            if cls.__non_callable_proto_members__ and cls.__dict__.get("__subclasshook__") is _proto_hook_method:
                attrs = str(sorted(cls.__non_callable_proto_members__))[1:-1]
                raise TypeError("Protocols with non-method members don't support issubclass(). "
                                f"Non-method members: {attrs}.")
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False) and not _allow_checks():
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if super().__instancecheck__(instance):
            return True
        from inspect import getattr_static
        for attr in cls.__protocol_attrs__:
            try:
                value = getattr_static(instance, attr)
            except AttributeError:
                return False
            if value is None and attr not in cls.__non_callable_proto_members__:
                return False
        return True


_proto_hook_method = classmethod(_proto_hook)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook_method
        if cls._is_protocol and cls.__init__ == Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)) or not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    members = set()
    for attr in cls.__protocol_attrs__:
        try:
            is_method = callable(getattr(cls, attr, None))
        except Exception as e:
            raise TypeError(f"Failed to determine whether protocol member {attr!r} is a method member") from e
        if not is_method:
            members.add(attr)
    cls.__non_callable_proto_members__ = members
    return cls


def is_protocol(tp, /):
    """Return True if the given type is a Protocol."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)


def _supports(name, method, doc):
    def body(self):
        pass
    body.__name__ = method
    body.__qualname__ = f"{name}.{method}"
    namespace = {"__slots__": (), "__module__": "typing", "__doc__": doc, method: abstractmethod(body)}
    return runtime_checkable(_ProtocolMeta(name, (Protocol,), namespace))


SupportsInt = _supports("SupportsInt", "__int__", "An ABC with one abstract method __int__.")
SupportsFloat = _supports("SupportsFloat", "__float__", "An ABC with one abstract method __float__.")
SupportsComplex = _supports("SupportsComplex", "__complex__", "An ABC with one abstract method __complex__.")
SupportsBytes = _supports("SupportsBytes", "__bytes__", "An ABC with one abstract method __bytes__.")
SupportsIndex = _supports("SupportsIndex", "__index__", "An ABC with one abstract method __index__.")
SupportsAbs = _supports("SupportsAbs", "__abs__", "An ABC with one abstract method __abs__.")
SupportsRound = _supports("SupportsRound", "__round__", "An ABC with one abstract method __round__.")

T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)
Text = str


class NewType:
    """NewType creates simple unique types with almost zero runtime overhead."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get("__name__")
        if module != "typing":
            self.__module__ = module

    def __call__(self, x):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")
        return (Dummy,)

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def _caller(depth=2):
    return sys._getframe(depth).f_globals.get("__name__", "__main__")


def _make_nmtuple(name, kinds, module, defaults=()):
    from collections import namedtuple
    message = "field {} annotation must be a type"
    made = namedtuple(name, [n for n, _ in kinds], defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = {
        n: _type_check(t, message.format(n)) for n, t in kinds}
    return made


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        kinds = ns.get("__annotations__", {})
        defaults = []
        for name in kinds:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default "
                                f"field{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        made = _make_nmtuple(typename, kinds.items(), ns["__module__"], [ns[n] for n in defaults])
        if Generic in bases:
            made = type(typename, bases, {**made.__dict__, "__orig_bases__": ns.get("__orig_bases__", bases)})
            made.__class_getitem__ = classmethod(_generic_getitem)
        for key, value in ns.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                       "_field_types", "_make", "_replace", "_asdict", "_source"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key in ("__module__", "__name__", "__annotations__") or key in made._fields:
                continue
            setattr(made, key, value)
            set_name = getattr(type(value), "__set_name__", None)
            if set_name is not None:
                set_name(value, made, key)
        return made


def _generic_getitem(cls, params):
    return GenericAlias(cls, params)


def NamedTuple(typename, fields=_idfunc, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is _idfunc:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    elif fields is None:
        fields = ()
    made = _make_nmtuple(typename, list(fields), _caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        if not hasattr(made, "__orig_bases__"):
            made.__orig_bases__ = bases
        message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {n: _type_check(tp, message, module=made.__module__, is_class=True)
               for n, tp in ns.get("__annotations__", {}).items()}
        annotations = {}
        required, optional, readonly, mutable = set(), set(), set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            wanted = base.__dict__.get("__required_keys__", set())
            required |= wanted
            optional -= wanted
            other = base.__dict__.get("__optional_keys__", set())
            required -= other
            optional |= other
            readonly |= base.__dict__.get("__readonly_keys__", set())
            mutable |= base.__dict__.get("__mutable_keys__", set())
        annotations.update(own)
        for key, tp in own.items():
            marks = list(_qualifiers(tp))
            is_required = Required in marks or NotRequired not in marks and total
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            if ReadOnly in marks:
                if key in mutable:
                    raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
                readonly.add(key)
            else:
                mutable.add(key)
                readonly.discard(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(readonly)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def _qualifiers(tp):
    while True:
        origin = get_origin(tp)
        if origin is Annotated:
            tp = tp.__origin__
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            tp = tp.__args__[0]
        else:
            return


def TypedDict(typename, fields=_idfunc, /, *, total=True):
    """A simple typed namespace. At runtime it is equivalent to a plain dict."""
    ns = {"__annotations__": {} if fields in (_idfunc, None) else dict(fields), "__module__": _caller()}
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


class IO(Generic[AnyStr]):
    """Generic base class for TextIO and BinaryIO."""

    __slots__ = ()


class BinaryIO(IO[bytes]):
    """What open() gives in binary mode."""

    __slots__ = ()


class TextIO(IO[str]):
    """What open() gives in text mode."""

    __slots__ = ()
