"""Print Python data so that people can read it."""

import sys

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Write an object to a stream, sys.stdout unless told, in lines that fit."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """The text that pprint() writes, without the last newline."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Pretty-print a Python object, dictionaries in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """As repr(), with a mark where an object contains itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() can read what saferepr() returns."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Whether the object contains itself."""
    return PrettyPrinter().isrecursive(object)


class _SafeKey:
    """Sorts objects that do not compare by the names of their types."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _pair_key(pair):
    return _SafeKey(pair[0]), _SafeKey(pair[1])


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


class PrettyPrinter:
    """Prints objects over as many lines as a width asks for."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        self._indent_per_level = int(indent)
        self._width = int(width)
        if self._indent_per_level < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not self._width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._stream = sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers
        self._readable = self._recursive = True

    def pprint(self, object):
        if self._stream is not None:
            self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        parts = []
        self._format(object, parts, 0, 0, {}, 0)
        return "".join(parts)

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """The representation on one line, whether eval() can read it, whether it is recursive."""
        return self._safe_repr(object, context, maxlevels, level)

    def _format(self, object, out, indent, allowance, context, level):
        key = id(object)
        if key in context:
            out.append(_recursion(object))
            self._recursive = True
            self._readable = False
            return
        text = self.format(object, context.copy(), self._depth, level)[0]
        if len(text) > self._width - indent - allowance:
            printer = self._printer(object)
            if printer is not None:
                context[key] = 1
                printer(object, out, indent, allowance, context, level + 1)
                del context[key]
                return
        out.append(text)

    def _printer(self, object):
        """What prints the object over several lines, or None."""
        kind = type(object)
        method = kind.__repr__
        for type_, printer in ((dict, self._dict), (list, self._list), (tuple, self._list), (set, self._set),
                               (frozenset, self._set), (str, self._str), (bytes, self._bytes),
                               (bytearray, self._bytes)):
            if isinstance(object, type_) and method == type_.__repr__:
                return printer
        name = f"{kind.__module__}.{kind.__name__}"
        if isinstance(object, type(sys.implementation)) and method == type(sys.implementation).__repr__:
            return self._namespace
        if name == "builtins.mappingproxy":
            return self._mappingproxy
        if kind.__module__ == "collections":
            return {"OrderedDict": self._ordered, "defaultdict": self._defaultdict, "Counter": self._counter,
                    "deque": self._deque, "ChainMap": self._chainmap, "UserDict": self._user,
                    "UserList": self._user, "UserString": self._user}.get(kind.__name__)
        if (hasattr(kind, "__dataclass_fields__") and kind.__dataclass_params__.repr
                and hasattr(method, "__wrapped__")):
            return self._dataclass
        return None

    def _items(self, items, out, indent, allowance, context, level, end, pairs=None):
        """Items, each on a line (or as many as fit, when compact), and what comes behind them."""
        step = self._indent_per_level
        indent += step
        if step > 1:
            out.append((step - 1) * " ")
        separator = ",\n" + " " * indent
        if self._compact and pairs is None:
            self._compact_items(items, out, indent, allowance, context, level, separator)
        else:
            items = list(items)
            for number, item in enumerate(items):
                if number:
                    out.append(separator)
                last = number == len(items) - 1
                room = allowance + len(end) if last else 1
                if pairs is None:
                    self._format(item, out, indent, room, context, level)
                else:
                    pairs(item, out, indent, room, context, level)
        out.append(end)

    def _compact_items(self, items, out, indent, allowance, context, level, separator):
        full = width = self._width - indent + 1
        between = ""
        items = list(items)
        for number, item in enumerate(items):
            if number == len(items) - 1:
                full -= allowance + 1
                width -= allowance + 1
            text = self.format(item, context.copy(), self._depth, level)[0]
            needed = len(text) + 2
            if width < needed:
                width = full
                if between:
                    between = separator
            if width >= needed:
                width -= needed
                out += between, text
                between = ", "
            else:
                out.append(between)
                between = separator
                self._format(item, out, indent, allowance if number == len(items) - 1 else 1, context, level)

    def _pair(self, pair, out, indent, allowance, context, level):
        key, value = pair
        text = self.format(key, context.copy(), self._depth, level)[0]
        out += text, ": "
        self._format(value, out, indent + len(text) + 2, allowance, context, level)

    def _attribute(self, pair, out, indent, allowance, context, level):
        key, value = pair
        out += key, "="
        if id(value) in context:
            out.append("...")
        else:
            self._format(value, out, indent + len(key) + 1, allowance, context, level)

    def _dict(self, object, out, indent, allowance, context, level):
        out.append("{")
        items = object.items()
        if self._sort_dicts:
            items = sorted(items, key=_pair_key)
        self._items(items, out, indent, allowance, context, level, "}", self._pair)

    def _list(self, object, out, indent, allowance, context, level):
        start, end = ("(", ",)" if len(object) == 1 else ")") if isinstance(object, tuple) else ("[", "]")
        out.append(start)
        self._items(object, out, indent, allowance, context, level, end)

    def _set(self, object, out, indent, allowance, context, level):
        if not object:
            out.append(repr(object))
            return
        if type(object) is set:
            start, end = "{", "}"
        else:
            start, end = type(object).__name__ + "({", "})"
            indent += len(type(object).__name__) + 1
        out.append(start)
        self._items(sorted(object, key=_SafeKey), out, indent, allowance, context, level, end)

    def _wrapped(self, object, inner, out, indent, allowance, context, level, start):
        out.append(start)
        self._format(inner, out, indent + len(start), allowance + 1, context, level)
        out.append(")")

    def _ordered(self, object, out, indent, allowance, context, level):
        name = type(object).__name__
        if not object:
            out.append(repr(object))
            return
        self._wrapped(object, list(object.items()), out, indent, allowance, context, level, name + "(")

    def _counter(self, object, out, indent, allowance, context, level):
        if not object:
            out.append(repr(object))
            return
        name = type(object).__name__
        out.append(name + "({")
        self._items(object.most_common(), out, indent + len(name) + 1, allowance + 2, context, level, "})",
                    self._pair)

    def _defaultdict(self, object, out, indent, allowance, context, level):
        if not object:
            out.append(repr(object))
            return
        factory = self.format(object.default_factory, context.copy(), self._depth, level)[0]
        indent += len(type(object).__name__) + 1
        out.append(f"{type(object).__name__}({factory},\n{' ' * indent}")
        self._dict(object, out, indent, allowance + 1, context, level)
        out.append(")")

    def _deque(self, object, out, indent, allowance, context, level):
        if not object:
            out.append(repr(object))
            return
        name = type(object).__name__ + "("
        indent += len(name)
        out += name, "["
        if object.maxlen is None:
            self._items(object, out, indent, allowance + 2, context, level, "])")
        else:
            self._items(object, out, indent, 2, context, level, "]")
            text = self.format(object.maxlen, context.copy(), self._depth, level)[0]
            out.append(f",\n{' ' * indent}maxlen={text})")

    def _chainmap(self, object, out, indent, allowance, context, level):
        if not object.maps:
            out.append(repr(object))
            return
        name = type(object).__name__ + "("
        out.append(name)
        indent += len(name)
        for number, each in enumerate(object.maps):
            last = number == len(object.maps) - 1
            self._format(each, out, indent, allowance + 1 if last else 1, context, level)
            out.append(")" if last else ",\n" + " " * indent)

    def _user(self, object, out, indent, allowance, context, level):
        self._format(object.data, out, indent, allowance, context, level - 1)

    def _mappingproxy(self, object, out, indent, allowance, context, level):
        self._wrapped(object, object.copy(), out, indent, allowance, context, level, "mappingproxy(")

    def _namespace(self, object, out, indent, allowance, context, level):
        kind = type(object)
        name = "namespace" if kind is type(sys.implementation) else kind.__name__
        out.append(name + "(")
        self._attributes(object.__dict__.items(), name, out, indent, allowance, context, level)

    def _dataclass(self, object, out, indent, allowance, context, level):
        name = type(object).__name__
        out.append(name + "(")
        items = [(f.name, getattr(object, f.name)) for f in object.__dataclass_fields__.values() if f.repr]
        self._attributes(items, name, out, indent, allowance, context, level)

    def _attributes(self, items, name, out, indent, allowance, context, level):
        indent += len(name) + 1
        items = list(items)
        for number, item in enumerate(items):
            if number:
                out.append(",\n" + " " * indent)
            last = number == len(items) - 1
            self._attribute(item, out, indent, allowance + 1 if last else 1, context, level)
        out.append(")")

    def _str(self, object, out, indent, allowance, context, level):
        if not object:
            out.append(repr(object))
            return
        import re
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        widest = width = self._width - indent
        text = ""
        for number, line in enumerate(lines):
            text = repr(line)
            if number == len(lines) - 1:
                width -= allowance
            if len(text) <= width:
                chunks.append(text)
                continue
            # A line too long is broken behind white space.
            parts = re.findall(r"\S*\s*", line)
            parts.pop()
            width = widest
            current = ""
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and number == len(lines) - 1:
                    width -= allowance
                if len(repr(candidate)) > width:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(text)
            return
        self._chunks(chunks, out, indent, level == 1)

    def _chunks(self, chunks, out, indent, bracket):
        if bracket:
            out.append("(")
        out.append(("\n" + " " * indent).join(chunks))
        if bracket:
            out.append(")")

    def _bytes(self, object, out, indent, allowance, context, level):
        is_array = isinstance(object, bytearray)
        if is_array:
            out.append("bytearray(")
            indent += 10
            allowance += 1
        elif len(object) <= 4:
            out.append(repr(object))
            return
        data = bytes(object)
        bracket = level == 1 and not is_array
        if bracket:
            indent += 1
            allowance += 1
        width = self._width - indent
        chunks = []
        current = b""
        last = len(data) // 4 * 4
        for i in range(0, len(data), 4):
            part = data[i:i + 4]
            candidate = current + part
            if i == last:
                width -= allowance
            if len(repr(candidate)) > width:
                if current:
                    chunks.append(repr(current))
                current = part
            else:
                current = candidate
        if current:
            chunks.append(repr(current))
        self._chunks(chunks, out, indent, bracket)
        if is_array:
            out.append(")")

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in (str, bytes, float, complex, bool, type(None)):
            return repr(object), True, False
        method = getattr(kind, "__repr__", None)
        if isinstance(object, int) and method == int.__repr__:
            return (f"{object:_d}" if self._underscore_numbers else repr(object)), True, False
        for type_ in dict, list, tuple:
            if isinstance(object, type_) and method == type_.__repr__:
                break
        else:
            text = repr(object)
            return text, bool(text) and not text.startswith("<"), False
        if not object:
            return repr(object), True, False
        start, end = {dict: ("{", "}"), list: ("[", "]"), tuple: ("(", ",)" if len(object) == 1 else ")")}[type_]
        key = id(object)
        if maxlevels and level >= maxlevels:
            return f"{start}...{end if type_ is not tuple else ')'}", False, key in context
        if key in context:
            return _recursion(object), False, True
        context[key] = 1
        readable, recursive = True, False
        parts = []
        level += 1

        def shown(item):
            nonlocal readable, recursive
            text, is_readable, is_recursive = self.format(item, context, maxlevels, level)
            readable = readable and is_readable
            recursive = recursive or is_recursive
            return text

        if type_ is dict:
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            for k, v in items:
                parts.append(f"{shown(k)}: {shown(v)}")
        else:
            for item in object:
                parts.append(shown(item))
        del context[key]
        return start + ", ".join(parts) + end, readable, recursive
