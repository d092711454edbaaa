"""Classes that are mostly their fields: methods made from annotations."""

import abc
import sys
import types
from types import FunctionType, GenericAlias

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    pass


class _Mark:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return self._name


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()

_FIELD = _Mark("_FIELD")
_FIELD_CLASSVAR = _Mark("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Mark("_FIELD_INITVAR")
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_EMPTY = types.MappingProxyType({})


def _recursive(function):
    """Show `...` for an object inside itself."""
    running = set()

    def __repr__(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return function(self)
        finally:
            running.discard(key)
    __repr__.__wrapped__ = function
    return __repr__


class InitVar:
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of a field; made by field(), told by fields()."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
                 "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY if metadata is None else types.MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    @_recursive
    def __repr__(self):
        names = ("name", "type", "default", "default_factory", "init", *self.__slots__[4:6], *self.__slots__[7:])
        return f"Field({','.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def __set_name__(self, owner, name):
        # A default may be a descriptor that wants to know its name.
        function = getattr(type(self.default), "__set_name__", None)
        if function:
            function(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only",
                 "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        parts = ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"_DataclassParams({parts})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None, kw_only=MISSING):
    """Return an object that tells a dataclass more of a field than an annotation can."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _word(text):
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:].lstrip()


def _named_by(annotation, cls, module_name):
    """What an annotation's text begins to name: a name of the class's module, or of one told."""
    name, rest = _word(annotation.lstrip())
    module = sys.modules.get(cls.__module__)
    if rest.startswith("."):
        wanted = sys.modules.get(module_name)
        if wanted is None or getattr(module, "__dict__", {}).get(name) is not wanted:
            return None
        module = wanted
        name, _ = _word(rest[1:].lstrip())
    return getattr(module, "__dict__", {}).get(name)


def _is_class_var(annotation, cls):
    typing = sys.modules.get("typing")
    if typing is None:
        return False
    if isinstance(annotation, str):
        annotation = _named_by(annotation, cls, "typing")
    return annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar


def _is_init_var(annotation, cls):
    if isinstance(annotation, str):
        annotation = _named_by(annotation, cls, "dataclasses")
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation, cls):
    if isinstance(annotation, str):
        annotation = _named_by(annotation, cls, "dataclasses")
    return annotation is KW_ONLY


def _get_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            default = MISSING  # of __slots__
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = (_FIELD_CLASSVAR if _is_class_var(annotation, cls)
                     else _FIELD_INITVAR if _is_init_var(annotation, cls) else _FIELD)
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: "
                         "use default_factory")
    return f


def _set_new_attribute(cls, name, value):
    """Set a method unless the class itself has it; true if it has."""
    if name in cls.__dict__:
        return True
    _name_method(cls, name, value)
    setattr(cls, name, value)
    return False


def _name_method(cls, name, function):
    if isinstance(function, FunctionType):
        function.__name__ = name
        function.__qualname__ = f"{cls.__qualname__}.{name}"
        function.__module__ = cls.__module__


def _make_init(cls, fields, std_fields, kw_fields, frozen, post_init, self_name, slots):
    """__init__ as a def of its own: so its signature, its errors and its speed are a function's."""
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument "
                                f"{seen_default.name!r}")
    space = {"__dataclass_HAS_DEFAULT_FACTORY__": _HAS_DEFAULT_FACTORY,
             "__dataclass_builtins_object__": object}
    annotations = {}

    def parameter(f):
        annotations[f.name] = f.type
        if f.default is MISSING and f.default_factory is MISSING:
            return f.name
        if f.default is not MISSING:
            space[f"__dataclass_dflt_{f.name}__"] = f.default
            return f"{f.name}=__dataclass_dflt_{f.name}__"
        return f"{f.name}=__dataclass_HAS_DEFAULT_FACTORY__"

    params = [self_name, *(parameter(f) for f in std_fields)]
    if kw_fields:
        params += ["*", *(parameter(f) for f in kw_fields)]
    body = []
    for f in fields:
        if f._field_type is _FIELD_INITVAR:
            continue
        value = f.name
        if f.default_factory is not MISSING:
            made = f"__dataclass_factory_{f.name}__"
            space[made] = f.default_factory
            if f.init:
                value = f"{made}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}"
            else:
                value = f"{made}()"
        elif not f.init:
            if not slots or f.default is MISSING:
                continue
            space[f"__dataclass_dflt_{f.name}__"] = f.default
            value = f"__dataclass_dflt_{f.name}__"
        if frozen:
            body.append(f"__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})")
        else:
            body.append(f"{self_name}.{f.name}={value}")
    if post_init:
        names = ",".join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.__post_init__({names})")
    lines = "\n  ".join(body or ["pass"])
    text = (f"def make({', '.join(space)}):\n def __init__({', '.join(params)}):\n  {lines}\n"
            f" return __init__")
    made = {}
    module = sys.modules.get(cls.__module__)
    exec(text, module.__dict__ if module else {}, made)
    init = made["make"](**space)
    annotations["return"] = None
    init.__annotations__ = annotations
    return init


def _make_repr(fields):
    names = [f.name for f in fields]

    def __repr__(self):
        parts = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{self.__class__.__qualname__}({parts})"
    return _recursive(__repr__)


def _make_eq(fields):
    names = [f.name for f in fields]

    def __eq__(self, other):
        if self is other:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        for name in names:
            if not getattr(self, name) == getattr(other, name):
                return False
        return True
    return __eq__


def _values(obj, names):
    return tuple([getattr(obj, name) for name in names])


def _make_order(fields, name):
    names = [f.name for f in fields]
    compare = getattr(tuple, name)

    def method(self, other):
        if other.__class__ is self.__class__:
            return compare(_values(self, names), _values(other, names))
        return NotImplemented
    return method


def _make_hash(fields):
    names = [f.name for f in fields]

    def __hash__(self):
        return hash(_values(self, names))
    return __hash__


def _make_frozen(cls, fields):
    names = {f.name for f in fields}

    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)
    return __setattr__, __delattr__


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args,
                                           kw_only, slots, weakref_slot))
    any_frozen = False
    all_frozen = None
    has_bases = False
    for b in cls.__mro__[-1:0:-1]:
        base_fields = getattr(b, _FIELDS, None)
        if base_fields is not None:
            has_bases = True
            fields.update(base_fields)
            all_frozen = (all_frozen is None or all_frozen) and getattr(b, _PARAMS).frozen
            any_frozen = any_frozen or getattr(b, _PARAMS).frozen
    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    kw_seen = False
    for name, annotation in annotations.items():
        if _is_kw_only(annotation, cls):
            if kw_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            kw_seen = kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_bases:
        if any_frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    all_init = [f for f in fields.values() if f._field_type is not _FIELD_CLASSVAR]
    std_init = [f for f in all_init if f.init and not f.kw_only]
    kw_init = [f for f in all_init if f.init and f.kw_only]
    if init:
        post_init = hasattr(cls, "__post_init__")
        self_name = "__dataclass_self__" if "self" in fields else "self"
        _set_new_attribute(cls, "__init__", _make_init(
            cls, all_init, std_init, kw_init, frozen, post_init, self_name, slots))
    setattr(cls, "__replace__", _replace) if "__replace__" not in cls.__dict__ else None
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    if repr:
        _set_new_attribute(cls, "__repr__", _make_repr([f for f in field_list if f.repr]))
    compared = [f for f in field_list if f.compare]
    if eq:
        _set_new_attribute(cls, "__eq__", _make_eq(compared))
    if order:
        for name in "__lt__", "__le__", "__gt__", "__ge__":
            if _set_new_attribute(cls, name, _make_order(compared, name)):
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__} "
                                "Consider using functools.total_ordering")
    if frozen:
        for method in _make_frozen(cls, field_list):
            if _set_new_attribute(cls, method.__name__, method):
                raise TypeError(f"Cannot overwrite attribute {method.__name__} in class {cls.__name__}")
    _set_hash(cls, unsafe_hash, eq, frozen, has_explicit_hash, field_list)
    if not cls.__dict__.get("__doc__") and getattr(cls, "__doc__", None) is None:
        cls.__doc__ = _doc(cls)
    if match_args:
        _set_new_attribute(cls, "__match_args__", tuple([f.name for f in std_init]))
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    abc.update_abstractmethods(cls)
    return cls


def _doc(cls):
    try:
        from inspect import signature
        text = str(signature(cls)).replace(" -> None", "")
    except (ImportError, TypeError, ValueError):
        text = ""
    return cls.__name__ + text


def _set_hash(cls, unsafe_hash, eq, frozen, explicit, fields):
    if unsafe_hash:
        if explicit:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    elif not eq or explicit:
        return
    elif not frozen:
        cls.__hash__ = None
        return
    method = _make_hash([f for f in fields if (f.compare if f.hash is None else f.hash)])
    _name_method(cls, "__hash__", method)
    cls.__hash__ = method


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        # A native class has none to tell; instances may have weak references, or a dict.
        if getattr(cls, "__weakrefoffset__", -1) != 0:
            yield "__weakref__"
        if getattr(cls, "__dictoffset__", -1) != 0:
            yield "__dict__"
    elif isinstance(slots, str):
        yield slots
    elif hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    else:
        yield from slots


def _add_slots(cls, is_frozen, weakref_slot):
    """A class like this one, but with __slots__."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    cls_dict = dict(cls.__dict__)
    names = tuple([f.name for f in fields(cls)])
    inherited = set()
    for base in cls.__mro__[1:-1]:
        inherited.update(_slots_of(base))
    cls_dict["__slots__"] = tuple([
        n for n in (*names, *(["__weakref__"] if weakref_slot else [])) if n not in inherited])
    for name in names:
        cls_dict.pop(name, None)
    cls_dict.pop("__dict__", None)
    cls_dict.pop("__weakref__", None)
    qualname = getattr(cls, "__qualname__", None)
    new = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    if qualname is not None:
        new.__qualname__ = qualname
    if is_frozen:
        if "__getstate__" not in cls_dict:
            new.__getstate__ = _dataclass_getstate
        if "__setstate__" not in cls_dict:
            new.__setstate__ = _dataclass_setstate
    _move_class_cells(cls, new)
    return new


def _move_class_cells(cls, new):
    """Let `super()` and `__class__` in methods mean the new class."""
    for value in list(new.__dict__.values()):
        if isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        functions = (value.fget, value.fset, value.fdel) if isinstance(value, property) else (value,)
        for function in functions:
            while hasattr(function, "__wrapped__"):
                function = function.__wrapped__
            if not isinstance(function, FunctionType):
                continue
            for cell in function.__closure__ or ():
                try:
                    if cell.cell_contents is cls:
                        cell.cell_contents = new
                except ValueError:
                    pass  # empty


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods based on the fields defined in the class."""
    if weakref_slot and not slots:
        def wrap(cls):
            raise TypeError("weakref_slot is True but slots is False")
    else:
        def wrap(cls):
            return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                                  kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return a tuple of the fields of a dataclass or of an instance of one."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether it is a dataclass or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """Return the fields of a dataclass instance as a new dictionary, and so what they hold."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda obj, convert: dict_factory(
        [(f.name, convert(getattr(obj, f.name))) for f in fields(obj)]))


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of a dataclass instance as a new tuple of field values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda obj, convert: tuple_factory(
        [convert(getattr(obj, f.name)) for f in fields(obj)]))


_ATOMIC = (type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented),
           types.CodeType, types.BuiltinFunctionType, FunctionType, type, range, property)


def _convert(obj, make):
    def convert(obj):
        kind = type(obj)
        if kind in _ATOMIC:
            return obj
        if hasattr(kind, _FIELDS):
            return make(obj, convert)
        if isinstance(obj, tuple) and hasattr(obj, "_fields"):
            return kind(*[convert(v) for v in obj])
        if isinstance(obj, (list, tuple)):
            return kind([convert(v) for v in obj])
        if isinstance(obj, dict):
            items = [(convert(k), convert(v)) for k, v in obj.items()]
            if hasattr(kind, "default_factory"):
                result = kind(obj.default_factory)
                for k, v in items:
                    result[k] = v
                return result
            return kind(items)
        import copy
        return copy.deepcopy(obj)
    return convert(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None):
    """Return a new dynamically created dataclass: fields are names, (name, type), or those and a Field."""
    from keyword import iskeyword
    namespace = {} if namespace is None else namespace
    seen = set()
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in seen:
            raise TypeError(f"Field name duplicated: {name!r}")
        seen.add(name)
        annotations[name] = kind

    def exec_body(ns):
        ns.update(namespace)
        ns.update(defaults)
        ns["__annotations__"] = annotations

    cls = types.new_class(cls_name, bases, {}, exec_body)
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get("__name__", "__main__")
        except (AttributeError, ValueError):
            pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new object with fields replaced by the given values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, "
                                "it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
