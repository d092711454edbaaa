"""Warnings: who sees them, how often, and in what form."""

import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings",
           "simplefilter", "resetwarnings", "catch_warnings", "deprecated"]

# A filter: action, pattern of the message, category, pattern of the module, line (0: all).
filters = []
defaultaction = "default"
onceregistry = {}
_filters_version = 1
_ACTIONS = "error", "ignore", "always", "all", "default", "module", "once"


class WarningMessage:
    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}")


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning; programs may put their own here."""
    _write(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning as it is shown."""
    return _text(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _write(msg):
    file = msg.file
    if file is None:
        file = sys.stderr
        if file is None:
            return
    if formatwarning is not _formatwarning_orig:
        text = formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    else:
        text = _text(msg)
    try:
        file.write(text)
    except OSError:
        pass


def _text(msg):
    text = f"{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n"
    line = msg.line
    if line is None:
        try:
            import linecache
            line = linecache.getline(msg.filename, msg.lineno)
        except Exception:
            pass
    if line:
        text += f"  {line.strip()}\n"
    return text


def _showwarnmsg(msg):
    if showwarning is not _showwarning_orig:
        if not callable(showwarning):
            raise TypeError("warnings.showwarning() must be set to a function or method")
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
    else:
        _showwarnmsg_impl(msg)


_showwarnmsg_impl = _write


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Insert an entry into the list of warnings filters (at the front)."""
    _check_action(action)
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check_line(lineno)
    if message or module:
        import re
    _add(append, action, re.compile(message, re.I) if message else None, category,
         re.compile(module) if module else None, lineno)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Insert a simple entry into the list of warnings filters (at the front)."""
    _check_action(action)
    _check_line(lineno)
    _add(append, action, None, category, None, lineno)


def _check_action(action):
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")


def _check_line(lineno):
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def _add(append, *item):
    if not append:
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)
    elif item not in filters:
        filters.append(item)
    _filters_mutated()


def resetwarnings():
    """Forget every filter."""
    filters[:] = []
    _filters_mutated()


def _filters_mutated():
    global _filters_version
    _filters_version += 1


def _setoption(arg):
    parts = arg.split(":")
    if len(parts) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    action, message, category, module, lineno = [s.strip() for s in parts + [""] * (5 - len(parts))]
    action = _getaction(action)
    category = _getcategory(category)
    if message or module:
        import re
        message = re.escape(message)
        module = module and re.escape(module) + r"\Z"
    try:
        lineno = int(lineno or 0)
        if lineno < 0:
            raise ValueError
    except (ValueError, OverflowError):
        raise _OptionError(f"invalid lineno {lineno!r}") from None
    filterwarnings(action, message, category, module, lineno)


class _OptionError(Exception):
    pass


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as msg:
            print("Invalid -W option ignored:", msg, file=sys.stderr)


def _getaction(action):
    for each in _ACTIONS if action else ["default"]:
        if each.startswith(action):
            return each
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(category):
    if not category:
        return Warning
    module, _, name = category.rpartition(".")
    try:
        m = __import__(module or "builtins", None, None, [name])
    except ImportError:
        raise _OptionError(f"invalid module name: {module!r}") from None
    try:
        found = getattr(m, name)
    except AttributeError:
        raise _OptionError(f"unknown warning category: {category!r}") from None
    if not issubclass(found, Warning):
        raise _OptionError(f"invalid warning category: {category!r}")
    return found


def _is_internal(frame):
    name = frame.f_code.co_filename
    return "importlib" in name and "_bootstrap" in name


def _next_frame(frame, prefixes):
    frame = frame.f_back
    while frame is not None and (_is_internal(frame) or prefixes
                                 and frame.f_code.co_filename.startswith(prefixes)):
        frame = frame.f_back
    return frame


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Warn of the caller's line, as the filters have it."""
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError("skip_file_prefixes must be a tuple of strs.")
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    try:
        frame = sys._getframe(1)
        if stacklevel > 1 and not _is_internal(frame):
            for _ in range(stacklevel - 1):
                frame = _next_frame(frame, skip_file_prefixes)
                if frame is None:
                    raise ValueError
        elif stacklevel > 1:
            frame = sys._getframe(stacklevel)
    except ValueError:
        variables = sys.__dict__
        filename, lineno = "<sys>", 0
    else:
        variables = frame.f_globals
        filename, lineno = frame.f_code.co_filename, frame.f_lineno
    module = variables.get("__name__", "<string>")
    registry = variables.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, module, registry, variables, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                  module_globals=None, source=None):
    """Issue a warning of a place that is told."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get("version", 0) != _filters_version:
        registry.clear()
        registry["version"] = _filters_version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = text, category, lineno
    if registry.get(key):
        return
    for action, msg, cat, mod, line in filters:
        if ((msg is None or msg.match(text)) and issubclass(category, cat)
                and (mod is None or (mod == module if isinstance(mod, str) else mod.match(module)))
                and line in (0, lineno)):
            break
    else:
        action = defaultaction
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        registry[key] = 1
        once = text, category
        if onceregistry.get(once):
            return
        onceregistry[once] = 1
    elif action == "module":
        registry[key] = 1
        once = text, category, 0
        if registry.get(once):
            return
        registry[once] = 1
    elif action == "default":
        registry[key] = 1
    elif action not in ("always", "all"):
        raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n {action}")
    if module_globals:
        import linecache
        linecache.lazycache(filename, module_globals)
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


class catch_warnings:
    """A context manager that copies and restores the warnings filter."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        m = self._module
        self._filters = m.filters
        m.filters = m.filters[:]
        m._filters_mutated()
        self._showwarning = m.showwarning
        self._impl = m._showwarnmsg_impl
        log = None
        if self._record:
            log = []
            m._showwarnmsg_impl = log.append
            m.showwarning = m._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        m = self._module
        m.filters = self._filters
        m._filters_mutated()
        m.showwarning = self._showwarning
        m._showwarnmsg_impl = self._impl


class deprecated:
    """Indicate that a class, function or overload is deprecated."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        import functools
        from types import MethodType
        msg, category, stacklevel = self.message, self.category, self.stacklevel
        if category is None:
            arg.__deprecated__ = msg
            return arg
        if not isinstance(arg, type):
            if not callable(arg):
                raise TypeError("@deprecated decorator with non-None category must be applied to "
                                f"a class or callable, not {arg!r}")

            @functools.wraps(arg)
            def wrapper(*args, **kwargs):
                warn(msg, category=category, stacklevel=stacklevel + 1)
                return arg(*args, **kwargs)

            arg.__deprecated__ = wrapper.__deprecated__ = msg
            return wrapper
        new = arg.__new__

        @functools.wraps(new)
        def __new__(cls, /, *args, **kwargs):
            if cls is arg:
                warn(msg, category=category, stacklevel=stacklevel + 1)
            if new is not object.__new__:
                return new(cls, *args, **kwargs)
            if cls.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f"{cls.__name__}() takes no arguments")
            return new(cls)

        arg.__new__ = staticmethod(__new__)
        hook = arg.__init_subclass__
        bound = isinstance(hook, MethodType)
        if bound:
            hook = hook.__func__

        @functools.wraps(hook)
        def __init_subclass__(*args, **kwargs):
            warn(msg, category=category, stacklevel=stacklevel + 1)
            return hook(*args, **kwargs)

        arg.__init_subclass__ = (classmethod if bound else staticmethod)(__init_subclass__)
        arg.__deprecated__ = __new__.__deprecated__ = __init_subclass__.__deprecated__ = msg
        return arg


def _warn_unawaited_coroutine(coro):
    warn(f"coroutine '{coro.__qualname__}' was never awaited", RuntimeWarning, stacklevel=2, source=coro)


_processoptions(sys.warnoptions)
if not sys.warnoptions:
    filters[:] = [("default", None, DeprecationWarning, "__main__", 0)] + [
        ("ignore", None, _category, None, 0)
        for _category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)]
