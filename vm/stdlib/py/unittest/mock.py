"""Objects that stand in for others, and tell how they were used."""

import functools
import inspect
import sys
from contextlib import ExitStack

__all__ = ["Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec",
           "AsyncMock", "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open",
           "PropertyMock", "seal"]

FILTER_DIR = True


class InvalidSpecError(Exception):
    """Indicates that an invalid value was used as a mock spec."""


class _SentinelObject:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinel:
    """Access attributes to return a named object, usable as a sentinel."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING


class _ANY:
    "A helper object that compares equal to everything."

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


def _call_text(name, args, kwargs):
    parts = [repr(arg) for arg in args] + [f"{key}={value!r}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


class _Call(tuple):
    """A call: (name, args, kwargs), name and empty parts left out in comparisons."""

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        args, kwargs = (), {}
        for part in value:
            if isinstance(part, str):
                name = part
            elif isinstance(part, tuple):
                args = part
            else:
                kwargs = part
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def __eq__(self, other):
        try:
            if len(other) > 3:
                return False
        except TypeError:
            return NotImplemented
        if isinstance(other, str):
            return False
        name = "" if len(self) == 2 else self[0]
        args, kwargs = self[-2:]
        if (getattr(self, "_mock_parent", None) and getattr(other, "_mock_parent", None)
                and self._mock_parent != other._mock_parent):
            return False
        other_name, other_args, other_kwargs = "", (), {}
        for part in other:
            if isinstance(part, str):
                other_name = part
            elif isinstance(part, tuple):
                other_args = part
            else:
                other_kwargs = part
        if name and other_name != name:
            return False
        return (other_args, other_kwargs) == (args, kwargs)

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    __hash__ = None

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, attr):
        if attr in ("__iter__", "_mock_parent", "_mock_name", "_mock_from_kall"):
            raise AttributeError(attr)
        name = attr if self._mock_name is None else f"{self._mock_name}.{attr}"
        return _Call(name=name, parent=self, from_kall=False)

    def __getattribute__(self, attr):
        if attr in tuple.__dict__ and not attr.startswith("__"):
            raise AttributeError(attr)
        return tuple.__getattribute__(self, attr)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return name if name.startswith("call") else f"call.{name}"
        name = "" if len(self) == 2 else self[0]
        name = f"call.{name}" if name and not name.startswith("()") else f"call{name}"
        return _call_text(name, *self[-2:])

    def call_list(self):
        """The calls that lead to this one, itself the last."""
        calls = []
        each = self
        while each is not None:
            if each._mock_from_kall:
                calls.append(each)
            each = each._mock_parent
        return _CallList(reversed(calls))


call = _Call(from_kall=False)


class _CallList(list):
    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        size = len(value)
        return any(list(self[i:i + size]) == value for i in range(len(self) - size + 1))

    def __repr__(self):
        import pprint
        return pprint.pformat(list(self))


_OWN = ("_mock_", "assert_", "method_calls", "return_value", "side_effect", "configure_mock",
        "attach_mock", "reset_mock", "mock_add_spec", "call")
_NUMERICS = ("add sub mul matmul truediv floordiv mod lshift rshift and xor or pow divmod").split()
_MAGICS = {f"__{name}__" for name in (
    "lt gt le ge eq ne getitem setitem delitem len contains str sizeof enter exit hash bool index int float "
    "complex iter next call reversed missing ceil floor round trunc neg pos abs invert fspath aenter aexit "
    "aiter anext format repr dir getformat subclasses set_name").split()}
for _name in _NUMERICS:
    _MAGICS |= {f"__{_name}__", f"__r{_name}__", f"__i{_name}__"}
_RETURNS = {"__hash__": lambda self: object.__hash__(self), "__str__": lambda self: object.__str__(self),
            "__sizeof__": lambda self: object.__sizeof__(self), "__repr__": None}
_VALUES = {"__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented,
           "__ge__": NotImplemented, "__int__": 1, "__contains__": False, "__len__": 0,
           "__exit__": False, "__complex__": 1j, "__float__": 1.0, "__bool__": True, "__index__": 1,
           "__aexit__": False}
_SUPPORTED = sorted(_MAGICS - {"__repr__", "__dir__", "__format__", "__call__", "__missing__", "__reversed__",
                               "__eq__", "__ne__", "__iter__", "__getformat__", "__subclasses__",
                               "__set_name__", "__aenter__", "__aexit__", "__aiter__", "__anext__"})


def _is_exception(obj):
    return isinstance(obj, BaseException) or isinstance(obj, type) and issubclass(obj, BaseException)


def _is_async(obj):
    return inspect.iscoroutinefunction(obj) or getattr(obj, "__code__", None) and inspect.isawaitable(obj)


def _signature(spec, skip_first):
    """The signature that calls have to fit, or None."""
    try:
        if isinstance(spec, type):
            sig = inspect.signature(spec)
        elif inspect.isroutine(spec):
            sig = inspect.signature(spec)
            if skip_first:
                sig = sig.replace(parameters=list(sig.parameters.values())[1:])
        else:
            return inspect.signature(spec.__call__) if callable(spec) else None
        return sig
    except (TypeError, ValueError):
        return None


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


class NonCallableMock(Base):
    """A non-callable version of `Mock`"""

    def __new__(cls, *args, **kwargs):
        # Each mock has a class of its own, for the special methods that it gets.
        bases = (cls,)
        new = type(cls.__name__, bases, {"__doc__": cls.__doc__, "__module__": cls.__module__})
        return object.__new__(new)

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None,
                 _new_name="", _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        own = self.__dict__
        own["_mock_parent"] = parent
        own["_mock_name"] = name
        own["_mock_new_name"] = _new_name
        own["_mock_new_parent"] = parent if _new_parent is None else _new_parent
        own["_mock_sealed"] = False
        own["_mock_unsafe"] = unsafe
        own["_mock_children"] = {}
        own["_mock_wraps"] = wraps
        own["_mock_delegate"] = None
        if spec_set is not None:
            spec = spec_set
            spec_set = True
        self._set_spec(spec, spec_set, _spec_as_instance, _eat_self)
        own["_mock_called"] = False
        own["_mock_call_args"] = None
        own["_mock_call_count"] = 0
        own["_mock_call_args_list"] = _CallList()
        own["_mock_mock_calls"] = _CallList()
        own["method_calls"] = _CallList()
        if kwargs:
            self.configure_mock(**kwargs)

    def _set_spec(self, spec, spec_set, as_instance=False, eat_self=False):
        own = self.__dict__
        if spec is not None and isinstance(spec, NonCallableMock):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        own["_spec_class"] = None
        own["_spec_set"] = spec_set
        own["_spec_signature"] = None
        own["_mock_methods"] = None
        if spec is None:
            return
        if not isinstance(spec, (list, tuple)):
            own["_spec_class"] = spec if isinstance(spec, type) else type(spec)
            if isinstance(spec, type) and as_instance:
                own["_spec_signature"] = _signature(spec.__call__, True) if "__call__" in dir(spec) and isinstance(
                    spec.__dict__.get("__call__"), type(_is_exception)) else None
            else:
                own["_spec_signature"] = _signature(spec, eat_self)
            spec = dir(spec)
        own["_mock_methods"] = list(spec)

    def mock_add_spec(self, spec, spec_set=False):
        """Add a spec to a mock: what it lacks the mock lacks, too."""
        self._set_spec(spec, spec_set)

    def attach_mock(self, mock, attribute):
        """Attach a mock as an attribute of this one, replacing its name and parent."""
        mock._mock_parent = mock._mock_new_parent = None
        mock._mock_name = ""
        mock._mock_new_name = ""
        setattr(self, attribute, mock)

    @property
    def return_value(self):
        "The value to be returned when the mock is called."
        value = self._mock_return_value if self._mock_delegate is None else self._mock_delegate.return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = value
        return value

    @return_value.setter
    def return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self.__dict__["_mock_return_value"] = value
            _attach(self, value, None, "()")

    @property
    def __class__(self):
        return type(self) if self._spec_class is None else self._spec_class

    @property
    def side_effect(self):
        return self._mock_side_effect

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not callable(value) and not _is_exception(value) and hasattr(value, "__iter__"):
            value = iter(value)
        self.__dict__["_mock_side_effect"] = value

    called = property(lambda self: self._mock_called, lambda self, v: self.__dict__.update(_mock_called=v))
    call_count = property(lambda self: self._mock_call_count,
                          lambda self, v: self.__dict__.update(_mock_call_count=v))
    call_args = property(lambda self: self._mock_call_args,
                         lambda self, v: self.__dict__.update(_mock_call_args=v))
    call_args_list = property(lambda self: self._mock_call_args_list,
                              lambda self, v: self.__dict__.update(_mock_call_args_list=v))
    mock_calls = property(lambda self: self._mock_mock_calls,
                          lambda self, v: self.__dict__.update(_mock_mock_calls=v))

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        "Restore the mock object to its initial state."
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        self.called = False
        self.call_args = None
        self.call_count = 0
        self.mock_calls = _CallList()
        self.call_args_list = _CallList()
        self.method_calls = _CallList()
        if return_value:
            self.__dict__["_mock_return_value"] = DEFAULT
        if side_effect:
            self.__dict__["_mock_side_effect"] = None
        children = list(self._mock_children.values())
        if isinstance(self._mock_return_value, NonCallableMock) and self._mock_return_value is not self:
            children.append(self._mock_return_value)
        for child in children:
            if isinstance(child, NonCallableMock):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)

    def configure_mock(self, /, **kwargs):
        """Set attributes on the mock through keyword arguments; names may have dots."""
        for arg, value in sorted(kwargs.items(), key=lambda entry: entry[0].count(".")):
            *path, last = arg.split(".")
            obj = self
            for part in path:
                obj = getattr(obj, part)
            setattr(obj, last, value)

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_unsafe") or name.startswith("_mock_"):
            raise AttributeError(name)
        methods = self._mock_methods
        if methods is not None:
            if name not in methods or name in _MAGICS:
                raise AttributeError(f"Mock object has no attribute {name!r}")
        elif name[:2] == "__" == name[-2:]:
            raise AttributeError(name)
        if not self._mock_unsafe and (not methods or name not in methods):
            if name.startswith(("assert", "assret", "asert", "aseert", "assrt")) or name in (
                    "called_once", "called_once_with", "called_with", "has_calls", "not_called", "any_call"):
                raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is "
                                     "meant to be an attribute.")
        result = self._mock_children.get(name)
        if result is _missing:
            raise AttributeError(name)
        if result is None:
            wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
            result = self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
            self._mock_children[name] = result
        return result

    def _names(self):
        """How the mock is reached from the outermost one."""
        parts = [self._mock_new_name]
        parent = self._mock_new_parent
        last = self
        dot = "" if self._mock_new_name == "()" else "."
        seen = set()
        while parent is not None and id(parent) not in seen:
            seen.add(id(parent))
            last = parent
            parts.append(parent._mock_new_name + dot)
            dot = "" if parent._mock_new_name == "()" else "."
            parent = parent._mock_new_parent
        parts.reverse()
        return parts, last

    def _extract_mock_name(self):
        parts, last = self._names()
        first = last._mock_name or "mock"
        if len(parts) > 1 and parts[1] not in ("()", "()."):
            first += "."
        parts[0] = first
        return "".join(parts)

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else f" name={name!r}"
        spec = ""
        if self._spec_class is not None:
            spec = f" {'spec_set' if self._spec_set else 'spec'}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id={str(id(self))!r}>"

    def __dir__(self):
        if not FILTER_DIR:
            return object.__dir__(self)
        extras = self._mock_methods or []
        names = [e for e in dir(type(self)) if not e.startswith("_")]
        own = [e for e in self.__dict__ if not e.startswith("_")]
        children = [n for n, child in self._mock_children.items() if child is not _missing]
        return sorted({*extras, *names, *own, *children})

    def __setattr__(self, name, value):
        if name.startswith("_mock_") or name in ("_spec_class", "_spec_set", "_spec_signature"):
            return object.__setattr__(self, name, value)
        found = next((c.__dict__[name] for c in type(self).__mro__[:-1] if name in c.__dict__), None)
        if isinstance(found, property) and found.fset:
            return found.fset(self, value)
        if self._spec_set and self._mock_methods is not None and name not in self._mock_methods \
                and name not in self.__dict__:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in ("method_calls", "__class__"):
            if name == "__class__":
                self.__dict__["_spec_class"] = value
                return None
            return object.__setattr__(self, name, value)
        if name in _MAGICS:
            if self._mock_methods is not None and name not in self._mock_methods:
                raise AttributeError(f"Mock object has no attribute {name!r}")
            if not isinstance(value, NonCallableMock):
                # A plain function gets the mock as its first argument.
                method = value
                setattr(type(self), name, (lambda self, /, *args, **kw: method(self, *args, **kw))
                        if inspect.isfunction(value) else value)
            else:
                _attach(self, value, name, name)
                setattr(type(self), name, _Magic(name))
            self._mock_children[name] = value
            return None
        if _attach(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        if isinstance(value, PropertyMock):
            setattr(type(self), name, value)
            return None
        return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _MAGICS and name in type(self).__dict__:
            delattr(type(self), name)
        child = self._mock_children.get(name)
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif child is _missing:
            raise AttributeError(name)
        self._mock_children[name] = _missing

    def _call_matcher(self, call_):
        """The call with its arguments in the order of the signature, so that equal ones compare equal."""
        sig = self._spec_signature
        if sig is None:
            return call_
        try:
            bound = sig.bind(*call_[-2], **call_[-1])
            return _Call(("" if len(call_) == 2 else call_[0], bound.args, bound.kwargs), two=len(call_) == 2)
        except TypeError as e:
            return e.with_traceback(None)

    def _message(self, args, kwargs):
        return _call_text(self._mock_name or "mock", args, kwargs)

    def assert_not_called(self):
        """assert that the mock was never called."""
        if self.call_count:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to not have been called. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called(self):
        """assert that the mock was called at least once"""
        if not self.call_count:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called.")

    def assert_called_once(self):
        """assert that the mock was called only once."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called_with(self, /, *args, **kwargs):
        """assert that the last call was made with the specified arguments."""
        if self.call_args is None:
            expected = self._message(args, kwargs)
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n  Actual: not called.")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        actual = self._call_matcher(self.call_args)
        if actual != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(f"expected call not found.\nExpected: {self._message(args, kwargs)}\n"
                                 f"  Actual: {self._message(*self.call_args)}") from cause

    def assert_called_once_with(self, /, *args, **kwargs):
        """assert that the mock was called exactly once, with the specified arguments."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to be called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")
        return self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """assert the mock has been called with the specified arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if isinstance(expected, Exception) or expected not in [self._call_matcher(c) for c in self.call_args_list]:
            raise AssertionError(f"{self._message(args, kwargs)} call not found")

    def assert_has_calls(self, calls, any_order=False):
        """assert the mock has been called with the specified calls, in order unless told otherwise."""
        expected = [self._call_matcher(c) for c in calls]
        cause = next((e for e in expected if isinstance(e, Exception)), None)
        all_calls = _CallList(self._call_matcher(c) for c in self.mock_calls)
        if not any_order:
            if expected not in all_calls:
                problem = "Calls not found."
                if cause is not None:
                    problem = f"Error processing expected calls.\nErrors: {[e if isinstance(e, Exception) else None for e in expected]}"
                raise AssertionError(f"{problem}\nExpected: {_CallList(calls)!r}"
                                     f"{self._calls_repr('  Actual').rstrip('.')}") from cause
            return
        rest = list(all_calls)
        missing = []
        for each in expected:
            try:
                rest.remove(each)
            except ValueError:
                missing.append(each)
        if missing:
            raise AssertionError(f"{self._mock_name or 'mock'!r} does not contain all of {tuple(missing)!r} in its "
                                 f"call list, found {all_calls!r} instead") from cause

    def _calls_repr(self, prefix="Calls"):
        return f"\n{prefix}: {self.mock_calls!r}." if self.mock_calls else ""

    def _get_child_mock(self, /, **kw):
        """What attributes and results are: mocks of the same class, that can be called."""
        if self._mock_sealed:
            name = self._extract_mock_name()
            attribute = f".{kw['name']}" if "name" in kw else "()"
            raise AttributeError(name + attribute)
        cls = type(self).__mro__[1]
        if issubclass(cls, AsyncMock) and kw.get("_new_name") != "()":
            return AsyncMock(**kw)
        if issubclass(cls, NonCallableMagicMock) and not issubclass(cls, CallableMixin):
            cls = MagicMock
        elif not issubclass(cls, CallableMixin):
            cls = Mock
        elif issubclass(cls, AsyncMock):
            cls = MagicMock
        return cls(**kw)


def _attach(parent, value, name, new_name):
    """Let a mock belong to another, unless it belongs to one, or has a name of its own."""
    if not isinstance(value, NonCallableMock):
        return False
    if (value._mock_name or value._mock_new_name) or value._mock_parent is not None \
            or value._mock_new_parent is not None:
        return False
    each = parent
    while each is not None:
        if each is value:
            return False
        each = each._mock_new_parent
    if new_name:
        value._mock_new_parent = parent
        value._mock_new_name = new_name
    if name:
        value._mock_parent = parent
        value._mock_name = name
    return True


class CallableMixin(Base):
    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None,
                 parent=None, _spec_state=None, _new_name="", _new_parent=None, **kwargs):
        self.__dict__["_mock_return_value"] = return_value
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent, **kwargs)
        self.side_effect = side_effect
        _attach(self, return_value, None, "()")

    def __call__(self, /, *args, **kwargs):
        sig = self._spec_signature
        if sig is not None and self.__dict__.get("_mock_check_sig", False):
            sig.bind(*args, **kwargs)
        self._increment(args, kwargs)
        return self._execute(*args, **kwargs)

    def _increment(self, args, kwargs):
        """Write the call down, here and in the mocks that this one belongs to."""
        self.called = True
        self.call_count += 1
        made = _Call((args, kwargs), two=True)
        self.call_args = made
        self.call_args_list.append(made)
        is_method = self._mock_parent is not None
        method_name = self._mock_name
        call_name = self._mock_new_name
        is_call = call_name == "()"
        self.mock_calls.append(_Call(("", args, kwargs)))
        parent = self._mock_new_parent
        while parent is not None:
            if is_method:
                parent.method_calls.append(_Call((method_name, args, kwargs)))
                is_method = parent._mock_parent is not None
                if is_method:
                    method_name = f"{parent._mock_name}.{method_name}"
            parent.mock_calls.append(_Call((call_name, args, kwargs)))
            if parent._mock_new_name:
                dot = "" if is_call else "."
                is_call = parent._mock_new_name == "()"
                call_name = parent._mock_new_name + dot + call_name
            parent = parent._mock_new_parent

    def _execute(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                result = next(effect)
                if _is_exception(result):
                    raise result
            else:
                result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate is not None and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """An object whose attributes are such objects, and that tells how it was called."""


class _Magic:
    """A special method that becomes a mock when it is first looked up."""

    def __init__(self, name):
        self.name = name

    def make(self, obj):
        name = self.name
        made = obj._get_child_mock(name=name, parent=obj, _new_name=name, _new_parent=obj)
        if name in _VALUES:
            made.return_value = _VALUES[name]
        elif name in ("__eq__", "__ne__"):
            same = name == "__eq__"
            made.side_effect = lambda other: (
                made.__dict__["_mock_return_value"] if made.__dict__["_mock_return_value"] is not DEFAULT
                else same if obj is other else NotImplemented)
        elif name in ("__hash__", "__str__", "__sizeof__"):
            made.return_value = _RETURNS[name](obj)
        elif name == "__iter__":
            def iterate():
                value = made.__dict__["_mock_return_value"]
                return iter([]) if value is DEFAULT else iter(value)
            made.side_effect = iterate
        elif name == "__fspath__":
            made.return_value = f"{type(obj).__name__}/{obj._extract_mock_name()}/{id(obj)}"
        obj._mock_children[name] = made
        return made

    def __get__(self, obj, _type=None):
        if obj is None:
            return self
        found = obj._mock_children.get(self.name)
        return self.make(obj) if found is None else found


_MAGIC_DEFAULTS = (*_SUPPORTED, "__eq__", "__ne__", "__iter__")


class MagicMixin(Base):
    def __init__(self, /, *args, **kw):
        self._mock_set_magics()
        super().__init__(*args, **kw)
        self._mock_set_magics()

    def _mock_set_magics(self):
        methods = self.__dict__.get("_mock_methods")
        for name in (*_MAGIC_DEFAULTS, "__aenter__", "__aexit__", "__aiter__"):
            if methods is not None and name not in methods:
                if name in type(self).__dict__ and isinstance(type(self).__dict__[name], _Magic):
                    delattr(type(self), name)
            elif name not in type(self).__dict__:
                setattr(type(self), name, _AsyncMagic(name) if name.startswith("__a") and name[3] in "ei"
                        and name not in ("__abs__", "__add__", "__and__") else _Magic(name))

    def mock_add_spec(self, spec, spec_set=False):
        """Add a spec to a mock: what it lacks the mock lacks, too."""
        self._set_spec(spec, spec_set)
        self._mock_set_magics()


class _AsyncMagic(_Magic):
    def make(self, obj):
        name = self.name
        if name == "__aiter__":
            made = MagicMock(name=name, parent=obj, _new_name=name, _new_parent=obj)

            def iterate():
                value = made.__dict__["_mock_return_value"]
                items = [] if value is DEFAULT else value

                async def each():
                    for item in items:
                        yield item
                return each()
            made.side_effect = iterate
        else:
            made = AsyncMock(name=name, parent=obj, _new_name=name, _new_parent=obj)
            if name in _VALUES:
                made.return_value = _VALUES[name]
        obj._mock_children[name] = made
        return made


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A version of `MagicMock` that isn't callable."""


class MagicMock(MagicMixin, Mock):
    """A Mock that has most of the special methods, too."""

    def reset_mock(self, /, *args, return_value=False, **kwargs):
        super().reset_mock(*args, return_value=return_value, **kwargs)


class AsyncMock(MagicMixin, Mock):
    """A mock whose calls are awaited."""

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.__dict__
        own["_is_coroutine_mark"] = inspect._is_coroutine_mark
        own["await_count"] = 0
        own["await_args"] = None
        own["await_args_list"] = _CallList()

    async def __call__(self, /, *args, **kwargs):
        self._increment(args, kwargs)
        effect = self.side_effect
        made = _Call((args, kwargs), two=True)
        try:
            if effect is not None and not _is_exception(effect) and not callable(effect):
                try:
                    result = next(effect)
                except StopIteration:
                    raise StopAsyncIteration from None
                if _is_exception(result):
                    raise result
                return result
            result = self._execute(*args, **kwargs)
            if inspect.iscoroutine(result):
                result = await result
            return result
        finally:
            own = self.__dict__
            own["await_count"] += 1
            own["await_args"] = made
            own["await_args_list"].append(made)

    def _awaited(self, holds, text):
        if not holds:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} {text}")

    def assert_awaited(self):
        """Assert that the mock was awaited at least once."""
        self._awaited(self.await_count, "to have been awaited.")

    def assert_awaited_once(self):
        """Assert that the mock was awaited exactly once."""
        self._awaited(self.await_count == 1, f"to have been awaited once. Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        """Assert that the last await was with the specified arguments."""
        if self.await_args is None:
            raise AssertionError(f"Expected await: {self._message(args, kwargs)}\nNot awaited")
        if self.await_args != _Call((args, kwargs), two=True):
            raise AssertionError(f"expected await not found.\nExpected: {self._message(args, kwargs)}\n"
                                 f"  Actual: {self._message(*self.await_args)}")

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Assert that the mock was awaited exactly once and with the specified arguments."""
        self._awaited(self.await_count == 1, f"to have been awaited once. Awaited {self.await_count} times.")
        self.assert_awaited_with(*args, **kwargs)

    def assert_not_awaited(self):
        """Assert that the mock was never awaited."""
        self._awaited(not self.await_count, f"to not have been awaited. Awaited {self.await_count} times.")

    def reset_mock(self, /, *args, **kwargs):
        super().reset_mock(*args, **kwargs)
        self.__dict__.update(await_count=0, await_args=None, await_args_list=_CallList())


class PropertyMock(Mock):
    """A mock intended to be used as a property, or other descriptor, on a class."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, val):
        self(val)


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """Create a mock that has what the spec has, and whose calls have to fit its signatures."""
    if isinstance(spec, (list, tuple)):
        spec = type(spec)
    is_type = isinstance(spec, type)
    if isinstance(spec, NonCallableMock):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    is_async = inspect.iscoroutinefunction(spec)
    if inspect.isdatadescriptor(spec):
        cls = MagicMock
        arguments = {}
    else:
        cls = (AsyncMock if is_async else NonCallableMagicMock if is_type and instance and "__call__" not in dir(spec)
               or not callable(spec) else MagicMock)
        arguments = {"spec_set" if spec_set else "spec": spec}
    if cls is NonCallableMagicMock or not is_type or not instance:
        arguments["_spec_as_instance"] = instance
    made = cls(parent=_parent, _new_parent=_parent, _new_name=_name or "", name=_name or kwargs.pop("name", None),
               unsafe=unsafe, **arguments, **kwargs)
    made.__dict__["_mock_check_sig"] = True
    if inspect.isfunction(spec):
        return _as_function(spec, made)
    if is_type and not instance and "return_value" not in kwargs:
        made.return_value = create_autospec(spec, spec_set, instance=True, _name="()", _parent=made)
    for entry in dir(spec):
        if entry in _MAGICS or entry.startswith("__"):
            continue
        try:
            original = getattr(spec, entry)
        except AttributeError:
            continue
        if not callable(original):
            child = NonCallableMagicMock(spec=original, parent=made, name=entry, _new_name=entry, _new_parent=made)
        else:
            skip = is_type and inspect.isfunction(original) and not isinstance(
                inspect.getattr_static(spec, entry), (staticmethod, classmethod))
            child_class = AsyncMock if inspect.iscoroutinefunction(original) else MagicMock
            child = child_class(parent=made, name=entry, _new_name=entry, _new_parent=made, spec=original,
                                _eat_self=skip)
            child.__dict__["_mock_check_sig"] = True
        made._mock_children[entry] = child
    return made


def _as_function(original, mock):
    """A function with the signature of another, that a mock answers."""
    sig = _signature(original, False)

    @functools.wraps(original)
    def function(*args, **kwargs):
        if sig is not None:
            sig.bind(*args, **kwargs)
        return mock(*args, **kwargs)
    function.mock = mock
    for name in ("assert_called_with", "assert_called_once_with", "assert_any_call", "assert_has_calls",
                 "assert_not_called", "assert_called", "assert_called_once", "reset_mock", "configure_mock",
                 "attach_mock"):
        setattr(function, name, getattr(mock, name))
    for name in "called", "call_count", "call_args", "call_args_list", "mock_calls", "method_calls":
        setattr(function, name, getattr(mock, name))
    function.return_value = mock.return_value
    function.side_effect = mock.side_effect
    mock.__dict__["_mock_delegate"] = None
    inner = mock._increment

    def increment(args, kwargs):
        if function.return_value is not mock.__dict__["_mock_return_value"]:
            mock.return_value = function.return_value
        if function.side_effect is not mock.side_effect:
            mock.side_effect = function.side_effect
        inner(args, kwargs)
        function.called = mock.called
        function.call_count = mock.call_count
        function.call_args = mock.call_args
    mock.__dict__["_increment"] = increment
    return function


def seal(mock):
    """Disable the automatic generation of child mocks."""
    mock._mock_sealed = True
    for name, child in list(mock._mock_children.items()):
        if isinstance(child, NonCallableMock) and child._mock_new_parent is mock:
            seal(child)


def mock_open(mock=None, read_data=""):
    """A mock to replace the use of `open`: the file gives the data."""
    import io
    make = io.StringIO if isinstance(read_data, str) else io.BytesIO
    handle = MagicMock(spec=["read", "readline", "readlines", "write", "writelines", "close", "__enter__",
                             "__exit__", "__iter__", "__next__", "seek", "tell", "flush"])
    state = [make(read_data)]
    handle.__enter__.return_value = handle
    handle.write.return_value = None
    for name in "read", "readline", "readlines":
        getattr(handle, name).side_effect = (lambda name: lambda *args, **kwargs: getattr(state[0], name)(
            *args, **kwargs))(name)
    handle.__iter__.side_effect = lambda: iter(state[0].readline, type(read_data)())
    handle.__next__.side_effect = lambda: next(state[0])
    if mock is None:
        mock = MagicMock(name="open", spec=open)

    def reset(*args, **kwargs):
        state[0] = make(read_data)
        return DEFAULT
    mock.side_effect = reset
    mock.return_value = handle
    return mock


def _import(target):
    import importlib
    parts = target.split(".")
    found = importlib.import_module(parts[0])
    path = parts[0]
    for part in parts[1:]:
        path += f".{part}"
        try:
            found = getattr(found, part)
        except AttributeError:
            importlib.import_module(path)
            found = getattr(found, part)
    return found


class _patch:
    """Replaces an attribute while a block, a function or the methods of a class run."""

    _active = []

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=False):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        self.getter = getter
        self.attribute = attribute
        self.new = new
        self.new_callable = new_callable
        self.spec = spec
        self.create = create
        self.has_local = False
        self.spec_set = spec_set
        self.autospec = autospec
        self.kwargs = kwargs
        self.additional_patchers = []
        self.attribute_name = None
        self.is_started = False

    def copy(self):
        made = _patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set,
                      self.autospec, self.new_callable, self.kwargs)
        made.attribute_name = self.attribute_name
        made.additional_patchers = [p.copy() for p in self.additional_patchers]
        return made

    def __call__(self, func):
        if isinstance(func, type):
            for attr in dir(func):
                if attr.startswith(patch.TEST_PREFIX) and hasattr(getattr(func, attr), "__call__"):
                    setattr(func, attr, self.copy()(getattr(func, attr)))
            return func
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        def enter(stack, args, keywords):
            extra = []
            for patching in patched.patchings:
                value = stack.enter_context(patching)
                if patching.attribute_name is not None:
                    keywords.update(value)
                elif patching.new is DEFAULT:
                    extra.append(value)
            return args + tuple(extra), keywords

        if inspect.iscoroutinefunction(func):
            @functools.wraps(func)
            async def patched(*args, **keywords):
                with ExitStack() as stack:
                    args, keywords = enter(stack, args, keywords)
                    return await func(*args, **keywords)
        else:
            @functools.wraps(func)
            def patched(*args, **keywords):
                with ExitStack() as stack:
                    args, keywords = enter(stack, args, keywords)
                    return func(*args, **keywords)
        patched.patchings = [self]
        return patched

    def _original(self):
        name = self.attribute
        try:
            original = self.target.__dict__[name]
            local = True
        except (AttributeError, KeyError):
            original = getattr(self.target, name, DEFAULT)
            local = False
        if not self.create and original is DEFAULT:
            import builtins
            if hasattr(builtins, name) and inspect.ismodule(self.target):
                self.create = True
            else:
                raise AttributeError(f"{self.target} does not have the attribute {name!r}")
        return original, local

    def __enter__(self):
        if self.is_started:
            raise RuntimeError("Patch is already started")
        self.target = self.getter()
        original, local = self._original()
        new = self.new
        if new is DEFAULT and self.autospec is None:
            new = self._new_mock(original)
        elif self.autospec is not None:
            if new is not DEFAULT:
                raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
            if original is DEFAULT:
                raise TypeError("Can't use 'autospec' with create=True")
            spec = original if self.autospec is True else self.autospec
            new = create_autospec(spec, spec_set=bool(self.spec_set), _name=self.attribute, **self.kwargs)
        elif self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        self.temp_original = original
        self.is_local = local
        self.is_started = True
        self._stack = ExitStack()
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            found = {}
            if self.new is DEFAULT:
                found[self.attribute_name] = new
            for patching in self.additional_patchers:
                value = self._stack.enter_context(patching)
                if patching.new is DEFAULT:
                    found.update(value)
            return found
        except:
            if not self.__exit__(*sys.exc_info()):
                raise

    def _new_mock(self, original):
        spec, spec_set = self.spec, self.spec_set
        if spec is True:
            spec = original
            if spec_set is True:
                spec_set, spec = original, None
        elif spec_set is True:
            spec_set = original
        arguments = {}
        if spec is not None:
            arguments["spec"] = spec
        if spec_set is not None:
            arguments["spec_set"] = spec_set
        kind = self.new_callable
        if kind is None:
            like = spec if spec is not None else spec_set if spec_set is not None else original
            kind = AsyncMock if inspect.iscoroutinefunction(like) else MagicMock
            if (spec is not None or spec_set is not None) and not isinstance(like, (list, tuple)) \
                    and not callable(like):
                kind = NonCallableMagicMock
        if isinstance(kind, type) and issubclass(kind, NonCallableMock):
            arguments["name"] = self.attribute
        arguments.update(self.kwargs)
        new = kind(**arguments)
        if isinstance(new, MagicMock) and isinstance(spec if spec is not None else spec_set, type):
            like = spec if spec is not None else spec_set
            new.return_value = (MagicMock if "__call__" in dir(like) and like.__dict__.get("__call__")
                                else NonCallableMagicMock)(spec=like, _new_name="()", _new_parent=new)
        return new

    def __exit__(self, *exc_info):
        if not self.is_started:
            return None
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
            if not self.create and (not hasattr(self.target, self.attribute)
                                    or self.attribute in ("__doc__", "__module__", "__defaults__",
                                                          "__annotations__", "__kwdefaults__")):
                setattr(self.target, self.attribute, self.temp_original)
        self.is_started = False
        return self._stack.__exit__(*exc_info)

    def start(self):
        """Activate a patch, returning any created mock."""
        result = self.__enter__()
        self._active.append(self)
        return result

    def stop(self):
        """Stop an active patch."""
        try:
            self._active.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _split(target):
    try:
        target, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}") from None
    return functools.partial(_import, target), attribute


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *,
          unsafe=False, **kwargs):
    """Replace what a dotted name stands for, while a function or a with block runs."""
    getter, attribute = _split(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
                  new_callable=None, *, unsafe=False, **kwargs):
    """Replace a named attribute of an object."""
    if type(target) is str:
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replace several attributes of an object at once."""
    getter = functools.partial(_import, target) if isinstance(target, str) else lambda: target
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        each = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        each.attribute_name = attribute
        patchers.append(each)
    first = patchers[0]
    first.additional_patchers += patchers[1:]
    return first


class _patch_dict:
    """Change a dictionary, or mapping-like object, and put it back as it was."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values)
        self.values.update(kwargs)
        self.clear = clear
        self._original = None

    def __call__(self, f):
        if isinstance(f, type):
            for attr in dir(f):
                if attr.startswith(patch.TEST_PREFIX) and hasattr(getattr(f, attr), "__call__"):
                    setattr(f, attr, _patch_dict(self.in_dict, self.values, self.clear)(getattr(f, attr)))
            return f
        if inspect.iscoroutinefunction(f):
            @functools.wraps(f)
            async def inner(*args, **kw):
                with self:
                    return await f(*args, **kw)
        else:
            @functools.wraps(f)
            def inner(*args, **kw):
                with self:
                    return f(*args, **kw)
        return inner

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _import(self.in_dict)
        target = self.in_dict
        try:
            self._original = target.copy()
        except AttributeError:
            self._original = {key: target[key] for key in target}
        if self.clear:
            _clear(target)
        try:
            target.update(self.values)
        except AttributeError:
            for key in self.values:
                target[key] = self.values[key]
        return target

    def __exit__(self, *args):
        if self._original is not None:
            target = self.in_dict
            _clear(target)
            try:
                target.update(self._original)
            except AttributeError:
                for key in self._original:
                    target[key] = self._original[key]
            self._original = None
        return False

    def start(self):
        """Activate a patch, returning any created mock."""
        result = self.__enter__()
        _patch._active.append(self)
        return result

    def stop(self):
        """Stop an active patch."""
        try:
            _patch._active.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _clear(mapping):
    try:
        mapping.clear()
    except AttributeError:
        for key in list(mapping):
            del mapping[key]


def _stopall():
    """Stop all active patches."""
    for each in reversed(_patch._active[:]):
        each.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _stopall
patch.TEST_PREFIX = "test"
