"""Get useful information from live Python objects."""

import linecache
import sys
import types
from collections import OrderedDict, namedtuple
from enum import IntEnum
from functools import partial, partialmethod

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_NOFREE, CO_COROUTINE = 16, 32, 64, 128
CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 256, 512
TPFLAGS_IS_ABSTRACT = 1 << 20


def _is_a(kind, doc):
    def test(object):
        return isinstance(object, kind)
    test.__doc__ = doc
    return test


ismodule = _is_a(types.ModuleType, "Return true if the object is a module.")
isclass = _is_a(type, "Return true if the object is a class.")
ismethod = _is_a(types.MethodType, "Return true if the object is an instance method.")
isfunction = _is_a(types.FunctionType, "Return true if the object is a user-defined function.")
isgenerator = _is_a(types.GeneratorType, "Return true if the object is a generator.")
iscoroutine = _is_a(types.CoroutineType, "Return true if the object is a coroutine.")
isasyncgen = _is_a(types.AsyncGeneratorType, "Return true if the object is an asynchronous generator.")
istraceback = _is_a(types.TracebackType, "Return true if the object is a traceback.")
isframe = _is_a(types.FrameType, "Return true if the object is a frame object.")
iscode = _is_a(types.CodeType, "Return true if the object is a code object.")
isbuiltin = _is_a(types.BuiltinFunctionType, "Return true if the object is a built-in function or method.")
ismethodwrapper = _is_a(types.MethodWrapperType, "Return true if the object is a method wrapper.")
isgetsetdescriptor = _is_a(types.GetSetDescriptorType, "Return true if the object is a getset descriptor.")
ismemberdescriptor = _is_a(types.MemberDescriptorType, "Return true if the object is a member descriptor.")
for _name in ("ismodule", "isclass", "ismethod", "isfunction", "isgenerator", "iscoroutine", "isasyncgen",
              "istraceback", "isframe", "iscode", "isbuiltin", "ismethodwrapper", "isgetsetdescriptor",
              "ismemberdescriptor"):
    globals()[_name].__name__ = globals()[_name].__qualname__ = _name
del _name


def ismethoddescriptor(object):
    """Return true if the object is a method descriptor, but no method, function or class."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__") and not hasattr(kind, "__delete__")


def isdatadescriptor(object):
    """Return true if the object is a data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return hasattr(type(object), "__set__") or hasattr(type(object), "__delete__")


def isroutine(object):
    """Return true if the object is any kind of function or method."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object) or ismethodwrapper(object))


def isabstract(object):
    """Return true if the object is an abstract base class (ABC)."""
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def isawaitable(object):
    """Return true if object can be passed to an ``await`` expression."""
    return (iscoroutine(object) or hasattr(type(object), "__await__")
            or isgenerator(object) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE))


class _Mark:
    pass


_is_coroutine_mark = _Mark()


def _has_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    while isinstance(f, (partial, partialmethod)):
        f = f.func
        while ismethod(f):
            f = f.__func__
    code = getattr(f, "__code__", None)
    return isfunction(f) and isinstance(code, types.CodeType) and bool(code.co_flags & flag)


def isgeneratorfunction(obj):
    """Return true if the object is a user-defined generator function."""
    return _has_flag(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    """Return true if the object is an asynchronous generator function."""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def markcoroutinefunction(func):
    """Decorator to ensure callable is recognised as a coroutine function."""
    if hasattr(func, "__func__"):
        func = func.__func__
    func._is_coroutine_mark = _is_coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Return true if the object is a coroutine function."""
    if _has_flag(obj, CO_COROUTINE):
        return True
    while isinstance(obj, (partial, types.MethodType)):
        obj = obj.func if isinstance(obj, partial) else obj.__func__
    if isfunction(obj) or not isclass(obj) and not isfunction(obj):
        return getattr(obj, "_is_coroutine_mark", None) is _is_coroutine_mark
    return False


def getmembers(object, predicate=None):
    """Return all members of an object as (name, value) pairs sorted by name."""
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """As getmembers(), without triggering dynamic lookup."""
    return _members(object, predicate, getattr_static)


def _members(object, predicate, getter):
    names = dir(object)
    bases = getmro(object) if isclass(object) else ()
    for base in bases:
        for key, value in base.__dict__.items():
            if isinstance(value, types.DynamicClassAttribute):
                names.append(key)
    results = []
    done = set()
    for key in names:
        try:
            value = getter(object, key)
            if key in done:
                raise AttributeError
        except AttributeError:
            for base in bases:
                if key in base.__dict__:
                    value = base.__dict__[key]
                    break
            else:
                continue
        if not predicate or predicate(value):
            results.append((key, value))
        done.add(key)
    results.sort(key=lambda pair: pair[0])
    return results


Attribute = namedtuple("Attribute", "name kind defining_class object")


def classify_class_attrs(cls):
    """Return list of attribute-descriptor tuples of a class."""
    mro = (*getmro(cls), *(c for c in getmro(type(cls)) if c not in (type, object)))
    names = dir(cls)
    names += [key for base in mro for key, value in base.__dict__.items()
              if isinstance(value, types.DynamicClassAttribute) and value.fget is not None]
    result = []
    done = set()
    for name in names:
        if name in done:
            continue
        done.add(name)
        home = next((base for base in mro if name in base.__dict__), None)
        stored = home.__dict__[name] if home is not None else None
        value = stored
        if name != "__dict__":
            try:
                value = getattr(cls, name)
            except Exception:
                if home is None:
                    continue
            home = getattr(value, "__objclass__", home)
        if isinstance(stored, (staticmethod, types.BuiltinFunctionType)):
            kind, value = "static method", stored
        elif isinstance(stored, (classmethod, types.ClassMethodDescriptorType)):
            kind, value = "class method", stored
        elif isinstance(stored, property):
            kind, value = "property", stored
        else:
            kind = "method" if isroutine(value) else "data"
        result.append(Attribute(name, kind, home, value))
    return result


def getmro(cls):
    "Return tuple of base classes (including cls) in method resolution order."
    return cls.__mro__


def unwrap(func, *, stop=None):
    """Get the object wrapped by *func*, following the chain of __wrapped__."""
    f = func
    seen = {id(f)}
    while not isinstance(func, type) and hasattr(func, "__wrapped__"):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError(f"wrapper loop when unwrapping {f!r}")
        seen.add(id(func))
    return func


def indentsize(line):
    """Return the indent size, in spaces, at the start of a line of text."""
    line = line.expandtabs()
    return len(line) - len(line.lstrip())


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")), default=0)
    lines[:1] = [lines[0].lstrip(" ")]
    lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def _find_doc(obj):
    if isclass(obj):
        return next((base.__doc__ for base in obj.__mro__ if base is not object and base.__doc__ is not None), None)
    if ismethod(obj):
        name = obj.__func__.__name__
        cls = obj.__self__ if isclass(obj.__self__) else obj.__self__.__class__
    elif isfunction(obj):
        name = obj.__name__
        cls = sys.modules.get(obj.__module__)
        for part in obj.__qualname__.split(".")[:-1]:
            cls = getattr(cls, part, None)
    elif isinstance(obj, property):
        name = obj.fget.__name__
        cls = sys.modules.get(obj.fget.__module__)
        for part in obj.fget.__qualname__.split(".")[:-1]:
            cls = getattr(cls, part, None)
    elif hasattr(obj, "__objclass__"):
        name, cls = obj.__name__, obj.__objclass__
    else:
        return None
    if not isclass(cls):
        return None
    for base in cls.__mro__:
        doc = getattr(getattr(base, name, None), "__doc__", None)
        if doc is not None:
            return doc
    return None


def getdoc(object):
    """Get the documentation string for an object, cleaned up; inherited if it has none."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _find_doc(object)
        except (AttributeError, TypeError):
            return None
    return cleandoc(doc) if isinstance(doc, str) else None


def getcomments(object):
    """Get lines of comments immediately preceding an object's source code."""
    try:
        lines, lnum = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        lnum = 1 if lines and lines[0][:2] == "#!" else 0
        end = lnum
        while end < len(lines) and lines[end].startswith("#"):
            end += 1
        return "".join(lines[lnum:end]) or None
    start = lnum
    indent = indentsize(lines[lnum])
    while start > 0 and lines[start - 1].lstrip().startswith("#") and indentsize(lines[start - 1]) == indent:
        start -= 1
    return "".join(line.expandtabs().lstrip() for line in lines[start:lnum]) or None


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        if hasattr(object, "__module__"):
            module = sys.modules.get(object.__module__)
            if getattr(module, "__file__", None):
                return module.__file__
            if object.__module__ == "__main__":
                raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    code = _code_of(object)
    if code is None:
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, "
                        f"got {type(object).__name__}")
    return code.co_filename


def _code_of(object):
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        return object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        return object.f_code
    return object if iscode(object) else None


def getsourcefile(object):
    """Return the filename that can be used to locate an object's source."""
    filename = getfile(object)
    if linecache.getlines(filename, getattr(getmodule(object, filename), "__dict__", None)):
        return filename
    return None


def getabsfile(object, _filename=None):
    """Return an absolute path to the source or compiled file for an object."""
    import os
    return os.path.normcase(os.path.abspath(_filename or getsourcefile(object) or getfile(object)))


def getmodulename(path):
    """Return the module name for a given file, or None."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        file = _filename or getfile(object)
    except (TypeError, OSError):
        return None
    for module in list(sys.modules.values()):
        if ismodule(module) and getattr(module, "__file__", None) == file:
            return module
    return None


def findsource(object):
    """Return all lines of the file of an object, and the index of its first one."""
    file = getsourcefile(object)
    if not file:
        file = getfile(object)
        if not (file.startswith("<") and file.endswith(">")):
            raise OSError("source code not available")
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__ if module else None)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        first = object.__dict__.get("__firstlineno__")
        return lines, first - 1 if first else _find_class(lines, object.__qualname__)
    if istraceback(object):
        object = object.tb_frame
    line = _code_of(object).co_firstlineno - 1
    if line >= len(lines):
        raise OSError("lineno is out of bounds")
    return lines, line


def _find_class(lines, qualname):
    """The index of the line of a class statement, of its first decorator if it has some."""
    path = []  # of (indent, name) around the line
    wanted = qualname.replace(".<locals>", "").split(".")
    found = None
    for number, line in enumerate(lines):
        word, _, rest = line.strip().partition(" ")
        if word == "async":
            word, _, rest = rest.partition(" ")
        if word not in ("class", "def"):
            continue
        indent = indentsize(line)
        while path and path[-1][0] >= indent:
            path.pop()
        name = rest.replace("(", " ").replace(":", " ").replace("[", " ").split()
        path.append((indent, name[0] if name else ""))
        if word == "class" and [name for _, name in path] == wanted:
            found = number
            while found and lines[found - 1].lstrip().startswith("@"):
                found -= 1
    if found is None:
        raise OSError("could not find class definition")
    return found


def _last_line(code):
    """The last line that a code object, or one in it, comes from."""
    last = code.co_firstlineno
    for _, end, _, _ in code.co_positions():
        last = max(last, end or 0)
    for constant in code.co_consts:
        if iscode(constant):
            last = max(last, _last_line(constant))
    return last


def getblock(lines):
    """Extract the block of code at the top of the given list of lines."""
    first = 0
    while first < len(lines) - 1 and not lines[first].lstrip().startswith(("class ", "def ", "async ")):
        first += 1
    indent = indentsize(lines[first])
    end = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line.strip() and not line.lstrip().startswith("#"):
            if indentsize(line) <= indent and not line.lstrip().startswith((")", "]", "}")):
                break
            end = number + 1
    return lines[:end]


def getsourcelines(object):
    """Return a list of source lines and starting line number for an object."""
    object = unwrap(object)
    lines, number = findsource(object)
    if ismodule(object):
        return lines, 0
    code = _code_of(object)
    if code is not None and code.co_name == "<module>":
        return lines, 0
    block = getblock(lines[number:])
    if code is not None:
        last = _last_line(code) - number
        block = lines[number:number + (last if code.co_name == "<lambda>" else max(last, len(block)))]
    return block, number + 1


def getsource(object):
    """Return the text of the source code for an object."""
    return "".join(getsourcelines(object)[0])


FullArgSpec = namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")
ArgInfo = namedtuple("ArgInfo", "args varargs keywords locals")
ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound")


def getfullargspec(func):
    """Get the names and default values of a callable object's parameters."""
    try:
        sig = _signature(func, skip_bound=False, follow_wrapped=False)
    except Exception as ex:
        raise TypeError("unsupported callable") from ex
    args, kwonly, defaults, kwdefaults = [], [], (), {}
    varargs = varkw = None
    annotations = {}
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    for param in sig.parameters.values():
        kind = param.kind
        if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            args.append(param.name)
            if param.default is not _empty:
                defaults += (param.default,)
        elif kind is _VAR_POSITIONAL:
            varargs = param.name
        elif kind is _KEYWORD_ONLY:
            kwonly.append(param.name)
            if param.default is not _empty:
                kwdefaults[param.name] = param.default
        else:
            varkw = param.name
        if param.annotation is not _empty:
            annotations[param.name] = param.annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, kwonly, kwdefaults or None, annotations)


def getargvalues(frame):
    """Get information about arguments passed into a particular frame."""
    code = frame.f_code
    names = list(code.co_varnames)
    count = code.co_argcount + code.co_kwonlyargcount
    args, rest = names[:count], names[count:]
    varargs = rest.pop(0) if code.co_flags & CO_VARARGS else None
    varkw = rest.pop(0) if code.co_flags & CO_VARKEYWORDS else None
    return ArgInfo(args, varargs, varkw, frame.f_locals)


def getcallargs(func, /, *positional, **named):
    """Get the mapping of arguments to values."""
    target = func.__func__ if ismethod(func) else func
    bound = signature(target).bind(*([func.__self__] if ismethod(func) else []), *positional, **named)
    bound.apply_defaults()
    return dict(bound.arguments)


def getclosurevars(func):
    """Get the mapping of free variables to their current values."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    import builtins
    nonlocals = {} if func.__closure__ is None else {
        name: cell.cell_contents for name, cell in zip(func.__code__.co_freevars, func.__closure__)}
    found, builtin, unbound = {}, {}, set()
    for name in func.__code__.co_names:
        if name in func.__globals__:
            found[name] = func.__globals__[name]
        elif hasattr(builtins, name):
            builtin[name] = getattr(builtins, name)
        elif name not in ("None", "True", "False"):
            unbound.add(name)
    return ClosureVars(nonlocals, found, builtin, unbound)


_Traceback = namedtuple("_Traceback", "filename lineno function code_context index")
_FrameInfo = namedtuple("_FrameInfo", ("frame", *_Traceback._fields))


class Traceback(_Traceback):
    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, filename, lineno, function, code_context, index)
        self.positions = positions
        return self


class FrameInfo(_FrameInfo):
    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        self.positions = positions
        return self


def getframeinfo(frame, context=1):
    """Get information about a frame or traceback object."""
    lineno = frame.tb_lineno if istraceback(frame) else frame.f_lineno
    if istraceback(frame):
        positions = frame._position
        frame = frame.tb_frame
    elif isframe(frame):
        positions = (lineno, lineno, None, None)
    else:
        raise TypeError(f"{frame!r} is not a frame or traceback object")
    filename = frame.f_code.co_filename
    lines = index = None
    if context > 0:
        start = lineno - 1 - context // 2
        found = linecache.getlines(filename, frame.f_globals)
        if found:
            start = max(0, min(start, len(found) - context))
            lines = found[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index, positions=positions)


def _frame_info(frame, source, context):
    info = getframeinfo(source, context)
    return FrameInfo(frame, *info, positions=info.positions)


def getouterframes(frame, context=1):
    """Get a list of records for a frame and all higher (calling) frames."""
    result = []
    while frame:
        result.append(_frame_info(frame, frame, context))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """Get a list of records for a traceback's frame and all lower frames."""
    result = []
    while tb:
        result.append(_frame_info(tb.tb_frame, tb, context))
        tb = tb.tb_next
    return result


def currentframe():
    """Return the frame of the caller or None if this is not possible."""
    return sys._getframe(1)


def stack(context=1):
    """Return a list of records for the stack above the caller's frame."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Return a list of records for the stack below the current exception."""
    exc = sys.exception()
    return getinnerframes(exc and exc.__traceback__, context)


_sentinel = object()


def _static_class_attr(klass, attr):
    for entry in klass.__mro__:
        found = entry.__dict__.get(attr, _sentinel)
        if found is not _sentinel:
            return found
    return _sentinel


def getattr_static(obj, attr, default=_sentinel):
    """Retrieve attributes without triggering dynamic lookup via descriptors or __getattr__."""
    instance_result = _sentinel
    is_type = isinstance(type(obj), type) and issubclass(type(obj), type)
    if is_type:
        klass = obj
    else:
        klass = type(obj)
        dict_attr = _static_class_attr(klass, "__dict__")
        if dict_attr is _sentinel or type(dict_attr) in (types.GetSetDescriptorType, types.MemberDescriptorType):
            try:
                instance_result = object.__getattribute__(obj, "__dict__").get(attr, _sentinel)
            except AttributeError:
                pass
    klass_result = _static_class_attr(klass, attr)
    if instance_result is not _sentinel and klass_result is not _sentinel:
        kind = type(klass_result)
        if hasattr(kind, "__get__") and (hasattr(kind, "__set__") or hasattr(kind, "__delete__")):
            return klass_result
    for result in instance_result, klass_result:
        if result is not _sentinel:
            return result
    if is_type:
        result = _static_class_attr(type(klass), attr)
        if result is not _sentinel:
            return result
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = (
    "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED")
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = (
    "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "AGEN_CLOSED")


def _state(object, letters, prefix):
    if getattr(object, letters + "_running"):
        return prefix + "_RUNNING"
    if getattr(object, letters + "_suspended"):
        return prefix + "_SUSPENDED"
    return prefix + ("_CLOSED" if getattr(object, letters + "_frame") is None else "_CREATED")


def getgeneratorstate(generator):
    """Get current state of a generator-iterator."""
    return _state(generator, "gi", "GEN")


def getcoroutinestate(coroutine):
    """Get current state of a coroutine object."""
    return _state(coroutine, "cr", "CORO")


def getasyncgenstate(agen):
    """Get current state of an asynchronous generator object."""
    return _state(agen, "ag", "AGEN")


def getgeneratorlocals(generator):
    """Get the mapping of generator local variables to their current values."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return {} if generator.gi_frame is None else generator.gi_frame.f_locals


def getcoroutinelocals(coroutine):
    """Get the mapping of coroutine local variables to their current values."""
    return {} if coroutine.cr_frame is None else coroutine.cr_frame.f_locals


def getasyncgenlocals(agen):
    """Get the mapping of asynchronous generator local variables to their current values."""
    return {} if agen.ag_frame is None else agen.ag_frame.f_locals


class _empty:
    """Marker object for Signature.empty and Parameter.empty."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = "positional-only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "variadic positional"
    KEYWORD_ONLY = "keyword-only"
    VAR_KEYWORD = "variadic keyword"

    def __new__(cls, description):
        value = len(cls.__members__)
        member = int.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    def __str__(self):
        return self.name


_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _ParameterKind


def formatannotation(annotation, base_module=None):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


class Parameter:
    """Represents a parameter in a function signature."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind") from None
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f"{self._kind.description} parameters cannot have default values")
        self._default = default
        self._annotation = annotation
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if name[:1] == "." and name[1:].isdigit():
            # The iterable of a comprehension.
            name = f"implicit{name[1:]}"
            self._kind = _POSITIONAL_ONLY
        from keyword import iskeyword
        if iskeyword(name) and self._kind is not _POSITIONAL_ONLY or not name.isidentifier():
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name = name

    def __reduce__(self):
        return type(self), (self._name, self._kind), {"_default": self._default, "_annotation": self._annotation}

    def __setstate__(self, state):
        self._default = state["_default"]
        self._annotation = state["_annotation"]

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=None, kind=None, annotation=_sentinel, default=_sentinel):
        """Creates a customized copy of the Parameter."""
        return type(self)(self._name if name is None else name, self._kind if kind is None else kind,
                          default=self._default if default is _sentinel else default,
                          annotation=self._annotation if annotation is _sentinel else annotation)

    __replace__ = replace

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text += f": {formatannotation(self._annotation)}"
        if self._default is not _empty:
            text += (" = " if self._annotation is not _empty else "=") + repr(self._default)
        return {_VAR_POSITIONAL: "*", _VAR_KEYWORD: "**"}.get(self._kind, "") + text

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def _key(self):
        return self._name, self._kind, self._default, self._annotation

    def __hash__(self):
        return hash(self._key())

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return self is other or self._key() == other._key()


class BoundArguments:
    """Result of Signature.bind call: the mapping of parameters to arguments."""

    __slots__ = ("arguments", "_signature")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            if param.kind is _VAR_POSITIONAL:
                args += self.arguments[name]
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if started and name in self.arguments:
                if param.kind is _VAR_KEYWORD:
                    kwargs.update(self.arguments[name])
                else:
                    kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        """Set default values for missing arguments."""
        new = []
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                value = self.arguments[name]
            elif param.default is not _empty:
                value = param.default
            elif param.kind is _VAR_POSITIONAL:
                value = ()
            elif param.kind is _VAR_KEYWORD:
                value = {}
            else:
                continue
            new.append((name, value))
        self.arguments = dict(new)

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature = state["_signature"]
        self.arguments = state["arguments"]

    def __getstate__(self):
        return {"_signature": self._signature, "arguments": self.arguments}

    def __repr__(self):
        args = ", ".join(f"{arg}={value!r}" for arg, value in self.arguments.items())
        return f"<{self.__class__.__name__} ({args})>"


class Signature:
    """The parameters of a callable, in order, and its return annotation."""

    __slots__ = ("_return_annotation", "_parameters")

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = OrderedDict()
        top = _POSITIONAL_ONLY
        seen_default = False
        for param in parameters or ():
            name, kind = param.name, param.kind
            if __validate_parameters__:
                if kind < top:
                    raise ValueError(f"wrong parameter order: {top.description} parameter before "
                                     f"{kind.description} parameter")
                top = kind
                if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                    if param.default is not _empty:
                        seen_default = True
                    elif seen_default:
                        raise ValueError("non-default argument follows default argument")
                if name in params:
                    raise ValueError(f"duplicate parameter name: {name!r}")
            params[name] = param
        self._parameters = types.MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """Constructs Signature for the given callable object."""
        return _signature(obj, cls, follow_wrapped, True, (globals, locals, eval_str))

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_sentinel, return_annotation=_sentinel):
        """Creates a customized copy of the Signature."""
        return type(self)(self.parameters.values() if parameters is _sentinel else parameters,
                          return_annotation=(self._return_annotation if return_annotation is _sentinel
                                             else return_annotation))

    __replace__ = replace

    def _key(self):
        named = {p.name: p for p in self.parameters.values() if p.kind is _KEYWORD_ONLY}
        return tuple(p for p in self.parameters.values() if p.kind is not _KEYWORD_ONLY), named, \
            self._return_annotation

    def __hash__(self):
        params, named, annotation = self._key()
        return hash((params, frozenset(named.values()), annotation))

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self is other or self._key() == other._key()

    def _bind(self, args, kwargs, *, partial=False):
        arguments = {}
        args = list(args)
        for param in self.parameters.values():
            name, kind = param.name, param.kind
            if kind is _VAR_POSITIONAL:
                if args:
                    arguments[name] = tuple(args)
                    args = []
            elif kind is _VAR_KEYWORD:
                continue
            elif args and kind is not _KEYWORD_ONLY:
                arguments[name] = args.pop(0)
                if name in kwargs and kind is not _POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {name!r}")
            elif name in kwargs and kind is not _POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif param.default is _empty and not partial:
                if kind is _POSITIONAL_ONLY and name in kwargs and not any(
                        p.kind is _VAR_KEYWORD for p in self.parameters.values()):
                    raise TypeError(f"{name!r} parameter is positional only, but was passed as a keyword")
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            rest = next((p for p in self.parameters.values() if p.kind is _VAR_KEYWORD), None)
            if rest is None:
                wrong = [name for name in kwargs if name in self.parameters
                         and self.parameters[name].kind is _POSITIONAL_ONLY]
                if wrong:
                    raise TypeError("got some positional-only arguments passed as keyword arguments: "
                                    + repr(", ".join(wrong)))
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
            arguments[rest.name] = kwargs
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        """Get a BoundArguments object; TypeError if the arguments do not fit."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """As bind(), but arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),), {"_return_annotation": self._return_annotation}

    def __setstate__(self, state):
        self._return_annotation = state["_return_annotation"]

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None):
        """Create a string representation of the Signature object."""
        result = []
        after_positional = False
        star = True
        for param in self.parameters.values():
            kind = param.kind
            if kind is _POSITIONAL_ONLY:
                after_positional = True
            elif after_positional:
                result.append("/")
                after_positional = False
            if kind is _VAR_POSITIONAL:
                star = False
            elif kind is _KEYWORD_ONLY and star:
                result.append("*")
                star = False
            result.append(str(param))
        if after_positional:
            result.append("/")
        text = f"({', '.join(result)})"
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(result) + "\n)"
        if self.return_annotation is not _empty:
            text += f" -> {formatannotation(self.return_annotation)}"
        return text


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """Compute the annotations dict for an object."""
    if isinstance(obj, type):
        found = obj.__dict__.get("__annotations__")
        if isinstance(found, types.GetSetDescriptorType):
            found = None
        space, names = getattr(sys.modules.get(obj.__module__), "__dict__", None), dict(vars(obj))
    elif isinstance(obj, types.ModuleType):
        found = getattr(obj, "__annotations__", None)
        space = names = obj.__dict__
    elif callable(obj):
        found = getattr(obj, "__annotations__", None)
        inner = unwrap(obj)
        while isinstance(inner, partial):
            inner = inner.func
        space, names = getattr(inner, "__globals__", None), None
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not eval_str:
        return dict(found)
    globals = space if globals is None else globals
    locals = (names or {}) if locals is None else locals
    parameters = {p.__name__: p for p in getattr(obj, "__type_params__", ())}
    return {key: eval(value, globals, {**parameters, **locals}) if isinstance(value, str) else value
            for key, value in found.items()}


def _from_function(cls, func, evaluate):
    code = func.__code__
    names = code.co_varnames
    positional = code.co_argcount
    keyword_count = code.co_kwonlyargcount
    globals, locals, eval_str = evaluate
    annotations = get_annotations(func, globals=globals, locals=locals, eval_str=eval_str)
    defaults = func.__defaults__ or ()
    parameters = []

    def add(name, kind, default=_empty):
        parameters.append(Parameter(name, kind, default=default, annotation=annotations.get(name, _empty)))

    for index, name in enumerate(names[:positional]):
        at = index - positional + len(defaults)
        add(name, _POSITIONAL_ONLY if index < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD,
            defaults[at] if at >= 0 else _empty)
    index = positional + keyword_count
    if code.co_flags & CO_VARARGS:
        add(names[index], _VAR_POSITIONAL)
        index += 1
    for name in names[positional:positional + keyword_count]:
        add(name, _KEYWORD_ONLY, (func.__kwdefaults__ or {}).get(name, _empty))
    if code.co_flags & CO_VARKEYWORDS:
        add(names[index], _VAR_KEYWORD)
    return cls(parameters, return_annotation=annotations.get("return", _empty), __validate_parameters__=False)


def _without_first(sig):
    params = list(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind is not _VAR_POSITIONAL:
        params.pop(0)
    return sig.replace(parameters=params)


def _of_partial(sig, part):
    """The signature of a partial object."""
    try:
        bound = sig.bind_partial(*part.args, **part.keywords)
    except TypeError as ex:
        raise ValueError(f"partial object {part!r} has incorrect arguments") from ex
    new = []
    keywords_only = False
    for name, param in sig.parameters.items():
        if name in bound.arguments:
            if param.kind is _POSITIONAL_ONLY:
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                if name not in part.keywords:
                    continue
                keywords_only = True
                param = param.replace(kind=_KEYWORD_ONLY, default=part.keywords[name])
            elif param.kind is _KEYWORD_ONLY:
                param = param.replace(default=bound.arguments[name])
        elif keywords_only and param.kind is _POSITIONAL_OR_KEYWORD:
            param = param.replace(kind=_KEYWORD_ONLY)
        if keywords_only and param.kind is _VAR_POSITIONAL:
            continue
        new.append(param)
    return sig.replace(parameters=new)


def _from_text(cls, obj, text):
    """The signature that a native object tells as a text, such as `($self, x, /, y=1)`."""
    bound = "$" in text
    text = text.replace("$", "").replace("\n", "")
    space = {}
    module = sys.modules.get(getattr(obj, "__module__", None))
    try:
        exec(f"def f{text}: pass", module.__dict__ if module else {}, space)
    except (SyntaxError, NameError):
        raise ValueError(f"{obj!r} has invalid signature") from None
    sig = _from_function(cls, space["f"], (None, None, False))
    return _without_first(sig) if bound and not isclass(obj) and hasattr(obj, "__self__") else sig


def _signature(obj, cls=Signature, follow_wrapped=True, skip_bound=True, evaluate=(None, None, False)):
    def inner(obj):
        return _signature(obj, cls, follow_wrapped, skip_bound, evaluate)
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if ismethod(obj):
        sig = inner(obj.__func__)
        return _without_first(sig) if skip_bound else sig
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or ismethod(f))
        if ismethod(obj):
            return inner(obj)
    sig = getattr(obj, "__signature__", None)
    if sig is not None:
        if not isclass(sig) and callable(sig) and not isinstance(sig, Signature):
            sig = sig()
        if isinstance(sig, str):
            return _from_text(cls, obj, sig)
        if not isinstance(sig, Signature):
            raise TypeError(f"unexpected object {sig!r} in __signature__ attribute")
        return sig
    part = getattr(obj, "__partialmethod__", getattr(obj, "_partialmethod", None))
    if isinstance(part, partialmethod):
        wrapped = inner(part.func)
        first = next(iter(wrapped.parameters.values()))
        if first.kind is _VAR_POSITIONAL:
            return _of_partial(wrapped, part)
        rest = _of_partial(_without_first(wrapped), part)
        return rest.replace(parameters=(first, *rest.parameters.values()))
    if isfunction(obj):
        return _from_function(cls, obj, evaluate)
    if isinstance(obj, partial):
        return _of_partial(inner(obj.func), obj)
    if isclass(obj):
        return _of_class(obj, inner, cls)
    text = getattr(obj, "__text_signature__", None)
    if isinstance(text, str):
        return _from_text(cls, obj, text)
    if isbuiltin(obj) or ismethodwrapper(obj) or ismethoddescriptor(obj):
        raise ValueError(f"no signature found for builtin {obj!r}")
    call = getattr(type(obj), "__call__", None)
    if call is not None and not isinstance(call, types.WrapperDescriptorType):
        return _without_first(inner(call)) if isfunction(unwrap(call)) else inner(call)
    raise ValueError(f"callable {obj!r} is not supported by signature")


def _of_class(obj, inner, cls):
    """The signature of a call of a class: of its metaclass's __call__, its __new__ or its __init__."""
    call = _static_class_attr(type(obj), "__call__")
    if isfunction(call):
        return _without_first(inner(call))
    for base in obj.__mro__[:-1]:
        for name in "__new__", "__init__":
            method = base.__dict__.get(name)
            if isinstance(method, (staticmethod, classmethod)):
                method = method.__func__
            if isfunction(method) or isinstance(method, (partial, partialmethod)):
                return _without_first(inner(method))
        text = base.__dict__.get("__text_signature__")
        if isinstance(text, str):
            return _from_text(cls, base, text)
    for base in obj.__mro__[:-1]:
        if type(base).__flags__ and not base.__flags__ & 1 << 9 and base.__module__ == "builtins":
            raise ValueError(f"no signature found for builtin type {obj!r}")
    return cls([])


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Get a signature object for the passed callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals,
                                   locals=locals, eval_str=eval_str)


class BufferFlags(IntEnum):
    SIMPLE = 0
    WRITABLE = 1
    FORMAT = 4
    ND = 8
    STRIDES = 0x18
