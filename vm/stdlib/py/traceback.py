"""Extract, format and print information about Python stack traces."""

import linecache
import sys

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only",
           "format_list", "format_stack", "format_tb", "print_exc", "format_exc",
           "print_exception", "print_last", "print_stack", "print_tb", "clear_frames",
           "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb",
           "print_list"]

_REPEATED = 3
_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"
_absent = object()


def _print(pieces, file):
    if file is None:
        file = sys.stderr
    for piece in pieces:
        print(piece, file=file, end="")


def print_list(extracted_list, file=None):
    _print(StackSummary.from_list(extracted_list).format(), file)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    return StackSummary._extract(_tb_places(tb), limit=limit)


def _value_and_tb(exc, value, tb):
    if (value is _absent) != (tb is _absent):
        raise ValueError("Both or neither of value and tb must be given")
    if value is _absent:
        if exc is None:
            return None, None
        if not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return exc, exc.__traceback__
    return value, tb


def print_exception(exc, /, value=_absent, tb=_absent, limit=None, file=None, chain=True, **kwargs):
    colorize = kwargs.get("colorize", False)
    value, tb = _value_and_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)


def format_exception(exc, /, value=_absent, tb=_absent, limit=None, chain=True, **kwargs):
    value, tb = _value_and_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def format_exception_only(exc, /, value=_absent, *, show_group=False, **kwargs):
    if value is _absent:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True)
                .format_exception_only(show_group=show_group))


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    if hasattr(sys, "last_exc"):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit=limit, file=file, chain=chain)


def print_stack(f=None, limit=None, file=None):
    print_list(_extract_stack(f or sys._getframe(1), limit), file=file)


def format_stack(f=None, limit=None):
    return _extract_stack(f or sys._getframe(1), limit).format()


def extract_stack(f=None, limit=None):
    return _extract_stack(f or sys._getframe(1), limit)


def _extract_stack(frame, limit):
    stack = StackSummary.extract(walk_stack(frame), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass  # It still runs.
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        f = sys._getframe(1)
        while f is not None and f.f_code.co_filename == __file__:
            f = f.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _tb_places(tb):
    while tb is not None:
        place = getattr(tb, "_position", (None,) * 4)
        yield tb.tb_frame, (tb.tb_lineno if place[0] is None else place[0], *place[1:])
        tb = tb.tb_next


class FrameSummary:
    """One entry of a stack."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_lines", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._lines = line
        if lookup_line:
            self.line
        self.locals = locals and {k: _safe(v, "local", repr) for k, v in locals.items()}

    def _key(self):
        return self.filename, self.lineno, self.name, self.locals

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return self._key() == other._key()
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    @property
    def _original_lines(self):
        if self._lines is None and self.lineno is not None and self.end_lineno is not None:
            self._lines = "".join(linecache.getline(self.filename, number).rstrip() + "\n"
                                  for number in range(self.lineno, self.end_lineno + 1))
        return self._lines

    @property
    def line(self):
        lines = self._original_lines
        return lines and lines.partition("\n")[0].strip()


class StackSummary(list):
    """The entries of a stack."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        return klass._extract(((f, (line, None, None, None)) for f, line in frame_gen),
                              limit, lookup_lines, capture_locals)

    @classmethod
    def _extract(klass, places, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None:
                limit = max(limit, 0)
        if limit is not None:
            places = list(places)
            places = places[:limit] if limit >= 0 else places[limit:]
        result = klass()
        names = set()
        for f, (lineno, end_lineno, colno, end_colno) in places:
            filename = f.f_code.co_filename
            names.add(filename)
            linecache.lazycache(filename, f.f_globals)
            result.append(FrameSummary(
                filename, lineno, f.f_code.co_name, lookup_line=False,
                locals=f.f_locals if capture_locals else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        for filename in names:
            linecache.checkcache(filename)
        if lookup_lines:
            for f in result:
                f.line
        return result

    @classmethod
    def from_list(klass, a_list):
        return klass(f if isinstance(f, FrameSummary) else FrameSummary(f[0], f[1], f[2], line=f[3])
                     for f in a_list)

    def format_frame_summary(self, frame_summary, **kwargs):
        f = frame_summary
        name = "<stdin>" if f.filename.startswith("<stdin-") else f.filename
        text = f'  File "{name}", line {f.lineno}, in {f.name}\n'
        lines = f._original_lines
        if lines and lines.strip():
            if f.colno is None or f.end_colno is None or f.lineno is None:
                text += f"    {f.line}\n" if "\n" not in lines.strip() else "".join(
                    f"    {line}\n" for line in _dedent(lines.rstrip().split("\n")))
            else:
                count = (f.end_lineno or f.lineno) - f.lineno + 1
                text += sys._excerpt("\n".join(lines.split("\n")[:count]), f.colno, f.end_colno)
        if f.locals:
            for key in sorted(f.locals):
                text += f"    {key} = {f.locals[key]}\n"
        return text

    def format(self, **kwargs):
        result = []
        last = None
        count = 0

        def repeated():
            if count > _REPEATED:
                more = count - _REPEATED
                result.append(f"  [Previous line repeated {more} more time{'s' * (more > 1)}]\n")

        for f in self:
            text = self.format_frame_summary(f)
            if text is None:
                continue
            place = f.filename, f.lineno, f.name
            if place != last or f.lineno is None or f.filename is None or f.name is None:
                repeated()
                last = place
                count = 0
            count += 1
            if count <= _REPEATED:
                result.append(text)
        repeated()
        return result


def _dedent(lines):
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:].rstrip() for line in lines]


def _safe(value, what, function=str):
    try:
        return function(value)
    except:
        return f"<{what} {function.__name__}() failed>"


class _Printer:
    """Indents what a group holds."""

    def __init__(self):
        self.depth = 0
        self.close = False

    def indent(self):
        return " " * (2 * self.depth)

    def emit(self, text, margin="|"):
        prefix = f"{self.indent()}{margin} "
        for part in [text] if isinstance(text, str) else text:
            if self.depth:
                part = "".join(prefix + line for line in part.splitlines(True))
            yield part


class TracebackException:
    """An exception ready to be shown, without references to its objects."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 save_exc_type=True, _seen=None):
        outermost = _seen is None
        _seen = _seen or set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract(_tb_places(exc_traceback), limit, lookup_lines, capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe(exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as e:
            self.__notes__ = [f"Ignored error getting __notes__: {_safe(e, '__notes__', repr)}"]
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        if exc_type is None:
            self.exc_type_qualname = self.exc_type_module = None
        else:
            self.exc_type_qualname = exc_type.__qualname__
            self.exc_type_module = exc_type.__module__
        if exc_type and issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            line = exc_value.lineno
            self.lineno = None if line is None else str(line)
            line = exc_value.end_lineno
            self.end_lineno = None if line is None else str(line)
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = exc_value.end_offset
            self.msg = exc_value.msg
            self._is_syntax_error = True
        elif exc_type and exc_value is not None:
            hint = _suggest(exc_type, exc_value, exc_traceback)
            if hint:
                self._str += hint
        self.__suppress_context__ = exc_value is not None and exc_value.__suppress_context__
        self.__cause__ = self.__context__ = None
        self.exceptions = None
        # A chain may be long: it is followed without recursion.
        queue = [(self, exc_value)]
        while queue:
            te, e = queue.pop()
            if e is None:
                continue
            arguments = dict(limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals,
                             max_group_width=max_group_width, max_group_depth=max_group_depth)
            links = []
            if e.__cause__ is not None and id(e.__cause__) not in _seen:
                links.append("__cause__")
            if e.__context__ is not None and id(e.__context__) not in _seen and not (
                    compact and (links or e.__cause__ is not None or e.__suppress_context__)):
                links.append("__context__")
            if not outermost:
                continue
            for link in links:
                other = getattr(e, link)
                if id(other) in _seen:
                    continue
                made = TracebackException(type(other), other, other.__traceback__, _seen=_seen, **arguments)
                setattr(te, link, made)
                queue.append((made, other))
            if isinstance(e, BaseExceptionGroup):
                te.exceptions = []
                for other in e.exceptions:
                    made = TracebackException(type(other), other, other.__traceback__, _seen=_seen, **arguments)
                    te.exceptions.append(made)
                    queue.append((made, other))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        from warnings import warn
        warn("Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        if not self._have_exc_type:
            return None
        name = self.exc_type_qualname
        module = self.exc_type_module
        if module not in ("__main__", "builtins"):
            name = (module if isinstance(module, str) else "<unknown>") + "." + name
        return name

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        pad = "   " * _depth
        if not self._have_exc_type:
            yield f"{pad}{_line(None, self._str)}"
            return
        name = self.exc_type_str
        if self._is_syntax_error:
            yield from (pad + line for line in self._syntax_lines(name))
        elif not _depth:
            yield _line(name, self._str)
        else:
            yield "".join(pad + line for line in _line(name, self._str).splitlines(True))
        notes = self.__notes__
        if notes is None:
            pass
        elif isinstance(notes, (list, tuple)) or (
                hasattr(notes, "__getitem__") and hasattr(notes, "__len__")
                and not isinstance(notes, (str, bytes, dict))):
            for note in notes:
                for line in _safe(note, "note").split("\n"):
                    yield f"{pad}{line}\n"
        else:
            yield f"{pad}{_safe(notes, '__notes__', repr)}\n"
        if self.exceptions and show_group:
            for e in self.exceptions:
                yield from e.format_exception_only(show_group=True, _depth=_depth + 1)

    def _syntax_lines(self, name):
        suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        text = self.text
        if isinstance(text, str):
            whole = text.rstrip("\n")
            shown = whole.lstrip(" \n\f")
            skipped = len(whole) - len(shown)
            yield f"    {shown}\n"
            if self.offset is not None and self.lineno is not None:
                offset = self.offset
                if self.lineno != self.end_lineno or self.end_offset in {None, 0, -1}:
                    end = offset if self.lineno == self.end_lineno or self.end_offset in {None, 0} else -1
                    if self.lineno != self.end_lineno and self.end_lineno is not None:
                        end = len(whole) + 1
                else:
                    end = self.end_offset
                if self.text and offset > len(self.text):
                    offset = len(self.text)
                    end = min(max(end, offset + 1), len(self.text) + 1)
                if offset >= end or end < 0:
                    end = offset + 1
                left, right = offset - 1 - skipped, end - 1 - skipped
                if left >= 0:
                    blank = "".join(c if c.isspace() else " " for c in shown[:left])
                    yield f"    {blank}{'^' * (right - left)}\n"
        yield f"{name}: {self.msg or '<no detail available>'}{suffix}\n"

    def format(self, *, chain=True, _printer=None, **kwargs):
        printer = _printer or _Printer()
        links = []
        e = self
        while e is not None:
            sentence = None
            following = None
            if chain:
                if e.__cause__ is not None:
                    sentence, following = _CAUSE, e.__cause__
                elif e.__context__ is not None and not e.__suppress_context__:
                    sentence, following = _CONTEXT, e.__context__
            links.append((sentence, e))
            e = following
        for sentence, e in reversed(links):
            if sentence is not None:
                yield from printer.emit(sentence)
            yield from e._format_one(printer)

    def _format_one(self, printer):
        if self.exceptions is None:
            if self.stack:
                yield from printer.emit("Traceback (most recent call last):\n")
                yield from printer.emit(self.stack.format())
            yield from printer.emit(self.format_exception_only())
            return
        if printer.depth > self.max_group_depth:
            yield from printer.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            return
        top = printer.depth == 0
        if top:
            printer.depth = 1
        if self.stack:
            yield from printer.emit("Exception Group Traceback (most recent call last):\n", "+" if top else "|")
            yield from printer.emit(self.stack.format())
        yield from printer.emit(self.format_exception_only())
        total = len(self.exceptions)
        shown = min(total, self.max_group_width + 1)
        printer.close = False
        for i in range(shown):
            last = i == shown - 1
            if last:
                printer.close = True
            cut = i >= self.max_group_width
            title = "..." if cut else i + 1
            yield (printer.indent() + ("+-" if i == 0 else "  ")
                   + f"+---------------- {title} ----------------\n")
            printer.depth += 1
            if cut:
                more = total - self.max_group_width
                yield from printer.emit(f"and {more} more exception{'s' * (more > 1)}\n")
            else:
                yield from self.exceptions[i].format(_printer=printer)
            if last and printer.close:
                yield printer.indent() + "+------------------------------------\n"
                printer.close = False
            printer.depth -= 1
        if top:
            printer.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        _print(self.format(chain=chain), file)


def _line(name, text):
    return f"{name}: {text}\n" if text else f"{name}\n"


def _suggest(kind, value, tb):
    """The end of a message: a name that may have been meant, a module not imported."""
    import builtins
    wrong = getattr(value, "name", None)
    if not isinstance(wrong, str):
        return ""
    if issubclass(kind, AttributeError):
        if not hasattr(value, "obj"):
            return ""
        obj = value.obj
        try:
            names = dir(obj)
        except Exception:
            return ""
        if not wrong.startswith("_"):
            names = [n for n in names if isinstance(n, str) and not n.startswith("_")]
        meant = _closest(names, wrong)
        return f". Did you mean: '{meant}'?" if meant else ""
    if issubclass(kind, ImportError):
        wrong = getattr(value, "name_from", None)
        module = sys.modules.get(value.name)
        if not isinstance(wrong, str) or module is None:
            return ""
        meant = _closest(dir(module), wrong)
        return f". Did you mean: '{meant}'?" if meant else ""
    if not issubclass(kind, NameError) or tb is None:
        return ""
    while tb.tb_next is not None:
        tb = tb.tb_next
    frame = tb.tb_frame
    names = [*frame.f_locals, *frame.f_globals, *dir(builtins)]
    this = frame.f_locals.get("self")
    if this is not None and type(value) is not UnboundLocalError:
        try:
            found = hasattr(this, wrong)
        except Exception:
            found = False
        if found:
            return f". Did you mean: 'self.{wrong}'?"
    meant = _closest(names, wrong)
    text = f". Did you mean: '{meant}'?" if meant else ""
    if wrong in getattr(sys, "stdlib_module_names", ()):
        text += (f" Or did you forget to import '{wrong}'?" if text
                 else f". Did you forget to import '{wrong}'?")
    return text


def _closest(names, wrong):
    if len(wrong) > 40 or len(names) > 750:
        return None
    best = None
    limit = None
    for name in names:
        if not isinstance(name, str) or name == wrong:
            continue
        allowed = (len(name) + len(wrong) + 3) * 2 // 6
        if limit is not None:
            allowed = min(allowed, limit - 1)
        distance = _distance(wrong, name, allowed)
        if distance <= allowed and (limit is None or distance < limit):
            best, limit = name, distance
    return best


def _distance(a, b, limit):
    """Levenshtein's distance; two a letter, one for a change of case."""
    if a == b:
        return 0
    if abs(len(a) - len(b)) * 2 > limit:
        return limit + 1
    row = list(range(0, 2 * len(a) + 1, 2))
    for i, y in enumerate(b):
        corner = row[0]
        row[0] = 2 * i + 2
        for j, x in enumerate(a):
            change = 0 if x == y else 1 if x.lower() == y.lower() else 2
            corner, row[j + 1] = row[j + 1], min(corner + change, row[j] + 2, row[j + 1] + 2)
        if min(row) > limit:
            return limit + 1
    return row[-1]
