"""Enumerations: classes whose instances are a fixed set of named values."""

import builtins as _builtins
import sys
from types import DynamicClassAttribute, MappingProxyType

__all__ = ["EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag",
           "ReprEnum", "auto", "unique", "property", "verify", "member", "nonmember",
           "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr",
           "global_enum_repr", "global_str", "global_enum", "EnumCheck", "CONTINUOUS",
           "NAMED_FLAGS", "UNIQUE", "pickle_by_global_name", "pickle_by_enum_name"]

# Not there yet while this module makes them.
Enum = Flag = EJECT = _stdlib_enums = ReprEnum = None


class nonmember:
    """Protects item from becoming an Enum member during class creation."""

    def __init__(self, value):
        self.value = value


class member:
    """Forces item to become an Enum member during class creation."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_wrapped(name, marks):
    """Whether a name begins and ends with that many underscores, and not with more."""
    return (len(name) > 2 * len(marks) and name.startswith(marks) and name.endswith(marks)
            and name[len(marks)] != "_" and name[-len(marks) - 1] != "_")


def _is_dunder(name):
    return _is_wrapped(name, "__")


def _is_sunder(name):
    return _is_wrapped(name, "_")


def _is_internal_class(cls_name, obj):
    if not isinstance(obj, type):
        return False
    return getattr(obj, "__qualname__", "") == f"{cls_name}.{getattr(obj, '__name__', '')}" or \
        getattr(obj, "__qualname__", "").endswith(f".{cls_name}.{getattr(obj, '__name__', '')}")


def _is_private(cls_name, name):
    pattern = f"_{cls_name}__"
    return (len(name) > len(pattern) and name.startswith(pattern)
            and (name[-1] != "_" or name[-2] != "_"))


def _is_single_bit(num):
    return num != 0 and num & (num - 1) == 0


def _iter_bits_lsb(num):
    """The bits of a number as numbers, the lowest first."""
    if isinstance(num, Enum):
        num = num.value
    if num < 0:
        raise ValueError(f"{num!r} is not a positive integer")
    while num:
        bit = num & -num
        yield bit
        num ^= bit


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


def bin(num, max_bits=None):
    """As builtins.bin(), but with the sign as a bit of its own: '0b0 1010', '0b1 0110'."""
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        text = _builtins.bin(num + ceiling)
        sign = text[:3].replace("1", "0")
    else:
        text = _builtins.bin(~num ^ (ceiling - 1) + ceiling)
        sign = text[:3]
    digits = text[3:]
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return f"{sign} {digits}"


class _auto_null:
    def __repr__(self):
        return "_auto_null"


_auto_null = _auto_null()


class auto:
    """Instances are replaced with an appropriate value in Enum class suites."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f"auto({self.value!r})"


class property(DynamicClassAttribute):
    """A property of members; the class may have a member of the same name."""

    member = None
    _attr_type = None
    _cls_type = None
    name = clsname = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
        if self.fget is not None:
            return self.fget(instance)
        if self._attr_type == "attr":
            return getattr(self._cls_type, self.name)
        if self._attr_type == "desc":
            return getattr(instance._value_, self.name)
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}") from None

    def __set__(self, instance, value):
        if self.fset is not None:
            return self.fset(instance, value)
        raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")

    def __delete__(self, instance):
        if self.fdel is not None:
            return self.fdel(instance)
        raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


class _proto_member:
    """Stands in the class body for a member, and makes it when the class is there."""

    def __init__(self, value):
        self.value = value

    def _data(self, data_type, args):
        """What the data type makes of the value, where __new__ did not say."""
        if data_type is object:
            return self.value
        try:
            return data_type(*args)
        except Exception as error:
            raise TypeError("_value_ not set in __new__, unable to create it") from error

    def __set_name__(self, enum_class, member_name):
        delattr(enum_class, member_name)
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        if enum_class._member_type_ is tuple:
            args = (args,)
        new_member = enum_class._new_member_
        if enum_class._use_args_:
            enum_member = new_member(enum_class, *args)
        else:
            enum_member = new_member(enum_class)
        if hasattr(enum_member, "_value_"):
            value = enum_member._value_
        else:
            enum_member._value_ = value = self._data(enum_class._member_type_, args)
        enum_member.__objclass__, enum_member._name_ = enum_class, member_name
        enum_member.__init__(*args)
        enum_member._sort_order_ = len(enum_class._member_names_)
        is_flag = Flag is not None and issubclass(enum_class, Flag) and isinstance(value, int)
        found = _find_value(enum_class, value)
        if found is not None:
            enum_member = found
        elif not (Flag is not None and issubclass(enum_class, Flag)) or is_flag and _is_single_bit(value):
            # Several bits together are an alias.
            enum_class._member_names_.append(member_name)
        if is_flag:
            enum_class._flag_mask_ |= value
            if _is_single_bit(value):
                enum_class._singles_mask_ |= value
            enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1
        _add_member(enum_class, member_name, enum_member)
        _remember_value(enum_class, value, enum_member)


def _find_value(enum_class, value):
    """The member with an equal value, or None."""
    try:
        return enum_class._value2member_map_.get(value)
    except TypeError:
        for each in enum_class._member_map_.values():
            if each._value_ == value:
                return each
        return None


def _remember_value(enum_class, value, enum_member):
    try:
        enum_class._value2member_map_.setdefault(value, enum_member)
        if value not in enum_class._hashable_values_:
            enum_class._hashable_values_.append(value)
    except TypeError:
        enum_class._unhashable_values_.append(value)
        enum_class._unhashable_values_map_.setdefault(enum_member.name, []).append(value)


def _add_member(enum_class, name, enum_member):
    """Make a member an attribute of its class, beside a property of the same name."""
    found = enum_class._member_map_.get(name)
    if found is not None:
        if found is not enum_member:
            raise NameError(f"{name!r} is already bound: {found!r}")
        return
    descriptor = kind = owner = None
    for base in enum_class.__mro__[1:]:
        attr = base.__dict__.get(name)
        if attr is None:
            continue
        if isinstance(attr, (property, DynamicClassAttribute)):
            descriptor = attr
            kind, owner = "enum", base
            break
        if _is_descriptor(attr):
            descriptor, kind, owner = attr, "desc", base
        else:
            descriptor, kind, owner = attr, "attr", base
    if descriptor is None:
        type.__setattr__(enum_class, name, enum_member)
    else:
        redirect = property()
        redirect.member = enum_member
        redirect.__set_name__(enum_class, name)
        if kind == "desc":
            redirect.fget = getattr(descriptor, "fget", None)
            redirect._get = getattr(descriptor, "__get__", None)
            redirect.fset = getattr(descriptor, "fset", None)
            redirect._set = getattr(descriptor, "__set__", None)
            redirect.fdel = getattr(descriptor, "fdel", None)
        elif kind == "enum":
            redirect.fget, redirect.fset, redirect.fdel = descriptor.fget, descriptor.fset, descriptor.fdel
        redirect._attr_type = kind
        redirect._cls_type = owner
        type.__setattr__(enum_class, name, redirect)
    enum_class._member_map_[name] = enum_member


_ALLOWED_SUNDERS = ("_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_",
                    "_iter_member_", "_iter_member_by_value_", "_iter_member_by_def_",
                    "_add_alias_", "_add_value_alias_", "_use_args_", "_boundary_")


class EnumDict(dict):
    """Track enum member order and ensure member names are not reused."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name

    @_builtins.property
    def member_names(self):
        return list(self._member_names)

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            if key not in _ALLOWED_SUNDERS:
                raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
            if key == "_generate_next_value_":
                if self._auto_called:
                    raise TypeError("_generate_next_value_ must be defined before members")
                self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
            elif key == "_ignore_":
                value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
                self._ignore = value
                already = set(value) & set(self._member_names)
                if already:
                    raise ValueError(f"_ignore_ cannot specify already set names: {already!r}")
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) or self._cls_name is not None and _is_internal_class(self._cls_name, value):
            pass
        else:
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            if isinstance(value, member):
                value = value.value
            value = self._with_auto(key, value)
            self._member_names[key] = None
        super().__setitem__(key, value)

    def _with_auto(self, key, value):
        """The value with each auto() in it replaced."""
        single = isinstance(value, auto)
        parts = (value,) if single else value
        if not (single or isinstance(value, tuple) and any(isinstance(v, auto) for v in value)):
            self._last_values.append(value)
            return value
        result = []
        for v in parts:
            if isinstance(v, auto):
                if v.value is _auto_null:
                    v.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
                    self._auto_called = True
                v = v.value
                self._last_values.append(v)
            result.append(v)
        if single:
            return result[0]
        try:
            return type(value)(result)
        except TypeError:
            return type(value)(*result)

    def update(self, members, **more_members):
        if hasattr(members, "keys"):
            members = [(key, members[key]) for key in members.keys()]
        for pairs in members, more_members.items():
            for key, item in pairs:
                self[key] = item


_EnumDict = EnumDict


class EnumType(type):
    """Metaclass for Enum"""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        enum_dict = EnumDict(cls)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            enum_dict["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return enum_dict

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        classdict.setdefault("_ignore_", []).append("_ignore_")
        for key in classdict["_ignore_"]:
            classdict.pop(key, None)
        member_names = list(classdict._member_names)
        invalid = set(member_names) & {"mro", ""}
        if invalid:
            raise ValueError(f"invalid enum member name(s) {','.join(map(repr, invalid))}")
        order = classdict.pop("_order_", None)
        generate = classdict.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            dict.__setitem__(classdict, "_generate_next_value_", staticmethod(generate))
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new, save_new, use_args = metacls._find_new_(classdict, member_type, first_enum)
        namespace = dict(classdict)
        for name in member_names:
            namespace[name] = _proto_member(namespace[name])
        namespace["_new_member_"] = new
        namespace["_use_args_"] = use_args
        namespace["_member_names_"] = []
        namespace["_member_map_"] = {}
        namespace["_value2member_map_"] = {}
        namespace["_hashable_values_"] = []
        namespace["_unhashable_values_"] = []
        namespace["_unhashable_values_map_"] = {}
        namespace["_member_type_"] = member_type
        namespace["_value_repr_"] = metacls._find_data_repr_(cls, bases)
        namespace["_boundary_"] = boundary or getattr(first_enum, "_boundary_", None)
        namespace["_flag_mask_"] = namespace["_singles_mask_"] = namespace["_all_bits_"] = 0
        namespace["_inverted_"] = None
        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        except RuntimeError as e:
            raise e.__cause__ or e
        enum_class.__set_methods(bases, classdict, member_type, first_enum)
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = new
            enum_class.__new__ = Enum.__new__
        if Flag is not None and issubclass(enum_class, Flag):
            values = [m._value_ for m in enum_class]
            if values != sorted(values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        if order is not None:
            enum_class.__check_order(order)
        return enum_class

    def __init__(cls, *args, **kwds):
        super().__init__(*args)

    def __set_methods(cls, bases, classdict, member_type, first_enum):
        """Let repr and its kin be the enum's, where a data type would hide them."""
        if ReprEnum is not None and ReprEnum in bases:
            if member_type is object:
                raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)")
            if "__format__" not in classdict:
                cls.__format__ = member_type.__format__
                dict.__setitem__(classdict, "__format__", cls.__format__)
            if "__str__" not in classdict:
                method = member_type.__str__
                if method == object.__str__:
                    method = member_type.__repr__
                cls.__str__ = method
                dict.__setitem__(classdict, "__str__", method)
        for name in "__repr__", "__str__", "__format__", "__reduce_ex__":
            if name not in classdict and first_enum is not None:
                if getattr(cls, name) in (getattr(member_type, name), getattr(object, name)):
                    setattr(cls, name, getattr(first_enum, name))
        if Flag is not None and issubclass(cls, Flag):
            for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
                if name not in classdict:
                    setattr(cls, name, getattr(Flag, name))

    def __check_order(cls, order):
        if isinstance(order, str):
            order = order.replace(",", " ").split()
        names = cls._member_names_
        aliases = [n for n in order if n in cls._member_map_ and n not in names]
        order = [n for n in order if n not in aliases]
        if order != names:
            raise TypeError(f"member order does not match _order_:\n  {order!r}\n  {names!r}")

    def __bool__(cls):
        """classes/types should always be True."""
        return True

    def __call__(cls, value, names=_auto_null, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        """Look up a member by its value, or make a new Enum class from names."""
        if cls._member_map_:
            if names is not _auto_null:
                value = (value, names) + values
            return cls.__new__(cls, value)
        if names is _auto_null and type is None:
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a new, "
                            f"empty, enum")
        return cls._create_(value, None if names is _auto_null else names, module=module,
                            qualname=qualname, type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        """Whether it is a member, or the value of one."""
        if isinstance(value, cls):
            return True
        try:
            known = cls._value2member_map_
            return value in known
        except TypeError:
            # It cannot be hashed.
            return any(value == each for each in cls._unhashable_values_)

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__",
                 "__iter__", "__len__", "__members__", "__module__", "__name__", "__qualname__", *cls._member_names_}
        if cls._new_member_ != object.__new__:
            names.add("__new__")
        data_type = cls._member_type_
        if data_type is not object:
            names.update(dir(data_type))
        return sorted(names)

    def __getitem__(cls, name):
        """The member, or an alias, of that name."""
        return cls._member_map_[name]

    def __iter__(cls):
        """The members as they were defined, without aliases."""
        return (cls._member_map_[each] for each in cls._member_names_)

    def __len__(cls):
        """How many members there are; aliases do not count."""
        return len(cls._member_names_)

    def __reversed__(cls):
        """The members, the last one first."""
        return (cls._member_map_[each] for each in cls._member_names_[::-1])

    @_builtins.property
    def __members__(cls):
        """Mapping of all names, aliases too, to members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = "flag" if Flag is not None and issubclass(cls, Flag) else "enum"
        return f"<{kind} {cls.__name__!r}>"

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        first_enum = cls._get_mixins_(class_name, bases)[1]
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            values = []
            for count, name in enumerate(names):
                value = first_enum._generate_next_value_(name, start, count, values[:])
                values.append(value)
            names = list(zip(names, values))
        for item in names or ():
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is None:
            try:
                module = sys._getframe(2).f_globals["__name__"]
            except (AttributeError, ValueError, KeyError):
                pass
        if module is None:
            _make_class_unpicklable(classdict)
        else:
            classdict["__module__"] = module
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Make a class of those constants of a module that a function picks."""
        module_globals = sys.modules[module].__dict__
        source = module_globals if source is None else source.__dict__
        members = [(name, value) for name, value in source.items() if filter(name)]
        try:
            members.sort(key=lambda t: (t[1], t[0]))
        except TypeError:
            members.sort(key=lambda t: t[0])
        classdict = cls.__class__.__prepare__(name, (cls,))
        for key, value in [*members, ("__module__", module)]:
            classdict[key] = value
        made = cls.__class__.__new__(cls.__class__, name, (cls,), classdict, boundary=boundary or KEEP)
        made.__reduce_ex__ = pickle_by_global_name
        if as_global:
            global_enum(made)
        else:
            sys.modules[made.__module__].__dict__.update(made.__members__)
        module_globals[name] = made
        return made

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """The type of the members' values, and the first Enum of the bases."""
        parent = bases[-1] if bases else None
        if isinstance(parent, EnumType):
            return mcls._find_data_type_(class_name, bases) or object, parent
        if parent is None:
            return object, Enum
        form = "EnumName([mixin_type, ...] [data_type,] enum_type)"
        raise TypeError(f"new enumerations should be created as `{form}`")

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    if ("__dataclass_fields__" in base.__dict__ and "__dataclass_params__" in base.__dict__
                            and base.__dict__["__dataclass_params__"].repr):
                        return _dataclass_repr
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        found = {}
        bases_seen = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                bases_seen.add(base)
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        found[base._member_type_] = None
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    found[candidate or base] = None
                    break
                else:
                    candidate = candidate or base
        if len(found) > 1:
            raise TypeError(f"too many data types for {class_name!r}: {set(found)!r}")
        return next(iter(found), None)

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """What makes members: function, whether to keep it as __new_member__, whether it gets the value."""
        new = classdict.get("__new__")
        save_new = first_enum is not None and new is not None
        if new is None:
            for method in "__new_member__", "__new__":
                for possible in member_type, first_enum:
                    target = getattr(possible, method, None)
                    if target not in (None, None.__new__, object.__new__, getattr(Enum, "__new__", None)):
                        new = target
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = first_enum is not None and new not in (object.__new__, getattr(Enum, "__new__", None))
        return new, save_new, use_args


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    """Create a collection of name/value pairs."""

    def __new__(cls, value):
        # All members are made already: this looks one up.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for name, unhashable in cls._unhashable_values_map_.items():
                if value in unhashable:
                    return cls[name]
            for each in cls._member_map_.values():
                if each._value_ == value:
                    return each
        if not cls._member_map_:
            raise TypeError(f"{cls!r} has no members defined")
        result = exc = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            exc = e
        try:
            if isinstance(result, cls) or (Flag is not None and issubclass(cls, Flag)
                                           and cls._boundary_ is EJECT and isinstance(result, int)):
                return result
            ve_exc = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
            if result is None and exc is None:
                raise ve_exc
            if exc is None:
                exc = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} "
                                "instead of None or a valid member")
            if not isinstance(exc, ValueError):
                exc.__context__ = ve_exc
            raise exc
        finally:
            # No cycle.
            exc = ve_exc = None

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        _add_member(self.__class__, name, self)

    def _add_value_alias_(self, value):
        cls = self.__class__
        found = _find_value(cls, value)
        if found is not None:
            if found is not self:
                raise ValueError(f"{value!r} is already bound: {found!r}")
            return
        _remember_value(cls, value, self)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): one more than the highest so far."""
        if not last_values:
            return start
        try:
            last_value = sorted(last_values).pop()
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return last_value + 1
        except TypeError:
            raise TypeError(f"unable to increment {last_value!r}") from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        value_repr = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {value_repr(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __dir__(self):
        interesting = set() if self.__class__._member_type_ is object else set(object.__dir__(self))
        for name in getattr(self, "__dict__", {}):
            if name[0] != "_" and name not in self._member_map_:
                interesting.add(name)
        for cls in self.__class__.mro():
            for name, obj in cls.__dict__.items():
                if name[0] == "_":
                    continue
                readable = isinstance(obj, property) and obj.fget is not None
                if readable or name not in self._member_map_:
                    interesting.add(name)
                elif isinstance(obj, property):
                    interesting.discard(name)
        return sorted({"__class__", "__doc__", "__eq__", "__hash__", "__module__"} | interesting)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """What the member is called."""
        return self._name_

    @property
    def value(self):
        """What the member stands for."""
        return self._value_


class ReprEnum(Enum):
    """Only changes the repr(), leaving str() and format() to the mixed-in type."""


class IntEnum(int, ReprEnum):
    """Enum where members are also (and must be) ints"""


class StrEnum(str, ReprEnum):
    """Enum where members are also (and must be) strings"""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        for value, what in zip(values, ("", "encoding", "errors")):
            if not isinstance(value, str) and (what or len(values) == 1):
                raise TypeError(f"{what} must be a string, not {value!r}" if what
                                else f"{value!r} is not a string")
        value = str(*values)
        made = str.__new__(cls, value)
        made._value_ = value
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the name in small letters."""
        return str.lower(name)


def pickle_by_global_name(self, proto):
    return self.name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)


class FlagBoundary(StrEnum):
    """What becomes of values with bits that no member has."""

    STRICT, CONFORM, EJECT, KEEP = "strict", "conform", "eject", "keep"


STRICT, CONFORM, EJECT, KEEP = tuple(FlagBoundary)


class Flag(Enum, boundary=STRICT):
    """Support for flags"""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the next bit above the highest."""
        if last_values:
            highest = max(last_values)
            try:
                return 1 << highest.bit_length()
            except Exception:
                raise TypeError(f"invalid flag value {highest!r}") from None
        return 1 if start is None else start

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _missing_(cls, value):
        """Make a member of several bits, as the boundary allows."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask, singles, bits = cls._flag_mask_, cls._singles_mask_, cls._all_bits_
        neg_value = None
        if not ~bits <= value <= bits or value & (bits ^ mask):
            if cls._boundary_ is STRICT:
                max_bits = max(value.bit_length(), mask.bit_length())
                raise ValueError(f"{cls!r} invalid value {value!r}\n    given {bin(value, max_bits)}\n"
                                 f"  allowed {bin(mask, max_bits)}")
            if cls._boundary_ is CONFORM:
                value &= mask
            elif cls._boundary_ is EJECT:
                return value
            elif cls._boundary_ is KEEP:
                if value < 0:
                    value = max(bits + 1, 2 ** value.bit_length()) + value
            else:
                raise ValueError(f"{cls!r} unknown flag boundary {cls._boundary_!r}")
        if value < 0:
            neg_value = value
            value = bits + 1 + value
        unknown = value & ~mask
        aliases = value & ~singles
        member_value = value & singles
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError(f"{cls.__name__}({value!r}) -->  unknown values {unknown!r} [{bin(unknown)}]")
        if cls._member_type_ is object:
            made = object.__new__(cls)
        else:
            made = cls._member_type_.__new__(cls, value)
        if not hasattr(made, "_value_"):
            made._value_ = value
        if member_value or aliases:
            members = []
            combined = 0
            for m in cls._iter_member_(member_value):
                members.append(m)
                combined |= m._value_
            if aliases:
                value = member_value | aliases
                for name, each in cls._member_map_.items():
                    if each not in members and each._value_ and each._value_ & value == each._value_:
                        members.append(each)
                        combined |= each._value_
            unknown = value ^ combined
            made._name_ = "|".join(m._name_ for m in members)
            if not combined:
                made._name_ = None
            elif unknown and cls._boundary_ is STRICT:
                raise ValueError(f"{cls!r}: no members with value {unknown!r}")
            elif unknown:
                made._name_ += f"|{cls._numeric_repr_(unknown)}"
        else:
            made._name_ = None
        # Another thread may have been faster.
        made = cls._value2member_map_.setdefault(value, made)
        if neg_value is not None:
            cls._value2member_map_[neg_value] = made
        return made

    def __contains__(self, other):
        """Whether this has all bits of another."""
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} "
                            f"and {self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """The members that it is made of."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        name = self.__class__.__name__
        value_repr = self.__class__._value_repr_ or repr
        if self._name_ is None:
            return f"<{name}: {value_repr(self._value_)}>"
        return f"<{name}.{self._name_}: {value_repr(self._value_)}>"

    def __str__(self):
        name = self.__class__.__name__
        return f"{name}({self._value_!r})" if self._name_ is None else f"{name}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def __operands(self, other):
        """Both values, or None if the other one does not fit."""
        value = self._get_value(other)
        if value is NotImplemented:
            return None
        for flag in self, other:
            if self._get_value(flag) is None:
                raise TypeError(f"'{flag}' cannot be combined with other flags with |")
        return self._value_, value

    def __or__(self, other):
        pair = self.__operands(other)
        return NotImplemented if pair is None else self.__class__(pair[0] | pair[1])

    def __and__(self, other):
        pair = self.__operands(other)
        return NotImplemented if pair is None else self.__class__(pair[0] & pair[1])

    def __xor__(self, other):
        pair = self.__operands(other)
        return NotImplemented if pair is None else self.__class__(pair[0] ^ pair[1])

    def __invert__(self):
        if self._get_value(self) is None:
            raise TypeError(f"'{self}' cannot be inverted")
        opposite = self._inverted_
        if opposite is None:
            bits = ~self._value_
            if self._boundary_ not in (EJECT, KEEP):
                bits &= self._singles_mask_
            opposite = self._inverted_ = self.__class__(bits)
        return opposite

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Support for integer-based Flags"""


def unique(enumeration):
    """Class decorator for enumerations ensuring unique member values."""
    duplicates = [(name, each.name) for name, each in enumeration.__members__.items() if name != each.name]
    if duplicates:
        details = ", ".join(f"{alias} -> {name}" for alias, name in duplicates)
        raise ValueError(f"duplicate values found in {enumeration!r}: {details}")
    return enumeration


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join(f"{k}={getattr(self, k)!r}" for k in fields if fields[k].repr)


def global_enum_repr(self):
    """`module.NAME` instead of `<Class.NAME: value>`."""
    module = self.__class__.__module__.split(".")[-1]
    return f"{module}.{self._name_}"


def global_flag_repr(self):
    """`module.NAME` instead of `<Class.NAME: value>`."""
    module = self.__class__.__module__.split(".")[-1]
    cls_name = self.__class__.__name__
    if self._name_ is None:
        return f"{module}.{cls_name}({self._value_})"
    if _is_single_bit(self._value_):
        return f"{module}.{self._name_}"
    if self._boundary_ is not KEEP:
        return "|".join(f"{module}.{name}" for name in self.name.split("|"))
    return "|".join(n if n[0].isdecimal() else f"{module}.{n}" for n in self._name_.split("|"))


def global_str(self):
    """The name alone."""
    if self._name_ is None:
        return f"{self.__class__.__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Class decorator that puts the members into the module, and shows them as its names."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator that makes an Enum of a plain class."""
    def convert_class(cls):
        classdict = EnumType.__prepare__(cls.__name__, (etype,))
        for name, value in cls.__dict__.items():
            if name not in ("__dict__", "__weakref__"):
                classdict[name] = value
        made = type(etype).__new__(type(etype), cls.__name__, (etype,), classdict, boundary=boundary)
        made.__qualname__ = cls.__qualname__
        return made
    return convert_class


def _test_simple_enum(checked_enum, simple_enum):
    """TypeError unless an Enum made of a plain class is like one written as a class."""
    failed = [f"member {name!r}: {ours!r} is not {theirs!r}"
              for name, theirs, ours in ((n, checked_enum.__members__.get(n), simple_enum.__members__.get(n))
                                         for n in {**checked_enum.__members__, **simple_enum.__members__})
              if theirs is None or ours is None or theirs._value_ != ours._value_ or theirs.name != ours.name]
    for name in "_member_names_", "_member_type_", "_use_args_", "_boundary_", "_flag_mask_":
        if getattr(checked_enum, name) != getattr(simple_enum, name):
            failed.append(f"{name}: {getattr(simple_enum, name)!r} is not {getattr(checked_enum, name)!r}")
    failed += [f"attribute {name!r}" for name in set(dir(checked_enum)) ^ set(dir(simple_enum))]
    if failed:
        raise TypeError("enum mismatch:\n   " + "\n   ".join(failed))


@_simple_enum(StrEnum)
class EnumCheck:
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Class decorator that checks constraints of an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        if not issubclass(enumeration, Enum):
            raise TypeError("the 'verify' decorator only works with Enum and Flag")
        cls_name = enumeration.__name__
        kind = "flag" if issubclass(enumeration, Flag) else "enum"
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(n, m.name) for n, m in enumeration.__members__.items() if n != m.name]
                if duplicates:
                    details = ", ".join(f"{alias} -> {name}" for alias, name in duplicates)
                    raise ValueError(f"aliases found in {enumeration!r}: {details}")
            elif check is CONTINUOUS:
                values = {e.value for e in enumeration}
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if kind == "flag":
                    wanted = [2 ** i for i in range(low.bit_length(), high.bit_length() - 1)]
                else:
                    wanted = range(low + 1, high)
                missing = [i for i in wanted if i not in values]
                if missing:
                    raise ValueError(f"invalid {kind} {cls_name!r}: missing values "
                                     f"{', '.join(map(str, missing))}"[:256])
            elif check is NAMED_FLAGS:
                values = [m._value_ for m in enumeration]
                bad = []
                missing = 0
                for name, alias in enumeration._member_map_.items():
                    if name in enumeration._member_names_ or alias.value < 0:
                        continue
                    missed = [v for v in _iter_bits_lsb(alias.value) if v not in values]
                    if missed:
                        bad.append(name)
                        for v in missed:
                            missing |= v
                if bad:
                    if len(bad) == 1:
                        alias = f"alias {bad[0]} is missing"
                    else:
                        alias = f"aliases {', '.join(bad[:-1])} and {bad[-1]} are missing"
                    if _is_single_bit(missing):
                        value = f"value 0x{missing:x}"
                    else:
                        value = f"combined values of 0x{missing:x}"
                    raise ValueError(f"invalid Flag {cls_name!r}: {alias} {value} "
                                     "[use enum.show_flag_values(value) for details]")
        return enumeration


def _make_class_unpicklable(obj):
    """Make a class, or what is to be one, refuse to be pickled."""
    def _break_on_call_reduce(self, proto):
        raise TypeError(f"{self!r} cannot be pickled")
    if isinstance(obj, dict):
        obj["__reduce_ex__"] = _break_on_call_reduce
        obj["__module__"] = "<unknown>"
    else:
        setattr(obj, "__reduce_ex__", _break_on_call_reduce)
        setattr(obj, "__module__", "<unknown>")


_stdlib_enums = IntEnum, IntFlag
