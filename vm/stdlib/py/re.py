"""Regular expressions: compile, match, search, split, replace.

Patterns and matches are native; here are flags, errors and the short forms that compile on the way.
"""

import _re
from _re import Match, Pattern

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split",
    "findall", "finditer", "compile", "purge", "escape",
    "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U",
    "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE",
    "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]


class PatternError(Exception):
    """What is wrong with a pattern; pos, lineno and colno tell where."""

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f"{msg} at position {pos}"
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        super().__init__(msg)


PatternError.__module__ = "re"
error = PatternError

_NAMES = {
    256: "ASCII", 2: "IGNORECASE", 4: "LOCALE", 32: "UNICODE",
    8: "MULTILINE", 16: "DOTALL", 64: "VERBOSE", 128: "DEBUG",
}


class RegexFlag(int):
    """Flags of patterns; they combine with |, &, ^ and ~."""

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        return "|".join(self._names()) or ("NOFLAG" if not self else None)

    def _names(self):
        return [name for flag, name in sorted(_NAMES.items()) if self & flag]

    def __repr__(self):
        value = int(self)
        if not value:
            return "re.NOFLAG"
        if value < 0:
            inside = repr(~self)
            return f"~({inside})" if "|" in inside else "~" + inside
        parts = ["re." + name for name in self._names()]
        rest = value & ~511 | value & 1
        if rest:
            parts.append(hex(rest))
        return "|".join(parts)

    __str__ = __repr__

    def __or__(self, other):
        return RegexFlag(int(self) | other) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return RegexFlag(int(self) & other) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return RegexFlag(int(self) ^ other) if isinstance(other, int) else NotImplemented

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        return RegexFlag(~int(self) & 510)

    def __contains__(self, other):
        return int(self) & other == other

    def __iter__(self):
        return (RegexFlag(flag) for flag in sorted(_NAMES) if self & flag)

    def __reduce__(self):
        return RegexFlag, (int(self),)


NOFLAG = RegexFlag(0)
for _flag, _name in _NAMES.items():
    _member = RegexFlag(_flag)
    globals()[_name] = _member
    setattr(RegexFlag, _name, _member)
    if _name != "DEBUG":
        _short = "X" if _name == "VERBOSE" else "S" if _name == "DOTALL" else _name[0]
        globals()[_short] = _member
        setattr(RegexFlag, _short, _member)
RegexFlag.NOFLAG = NOFLAG
del _flag, _name, _member, _short

# Patterns that were compiled on the way, the oldest first.
_cache = {}
_MAXCACHE = 32


def _compile(pattern, flags):
    flags = int(flags)
    key = type(pattern), pattern, flags
    found = _cache.get(key)
    if found is not None:
        return found
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    found = _re.compile(pattern, flags)
    if not flags & 128:
        while len(_cache) >= _MAXCACHE:
            try:
                del _cache[next(iter(_cache))]
            except (StopIteration, RuntimeError, KeyError):
                pass
        _cache[key] = found
    return found


def compile(pattern, flags=0):
    """Compile a pattern, returning a Pattern object."""
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """Match at the start of the string; a Match, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """Match all of the string; a Match, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """Look for a match anywhere in the string; a Match, or None."""
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """Replace the leftmost non-overlapping matches, count of them at most."""
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """As sub(), but return the new string and the number of matches."""
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """Split the string at matches, maxsplit of them at most."""
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """Return a list of all non-overlapping matches."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """Return an iterator over all non-overlapping matches."""
    return _compile(pattern, flags).finditer(string)


def purge():
    """Clear the cache of compiled patterns."""
    _cache.clear()



_special = {code: "\\" + chr(code) for code in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """Escape special characters in a string."""
    if isinstance(pattern, str):
        return pattern.translate(_special)
    return str(pattern, "latin1").translate(_special).encode("latin1")


class Scanner:
    """A lexer: pairs of patterns and actions, tried in their order."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._patterns = [_compile(phrase, flags) for phrase, _ in lexicon]
        self._starts = []
        parts = []
        group = 1
        for pattern in self._patterns:
            parts.append(f"({pattern.pattern})")
            self._starts.append(group)
            group += 1 + pattern.groups
        self.scanner = _compile("|".join(parts), flags)

    def scan(self, string):
        result = []
        scanner = self.scanner.scanner(string)
        end = 0
        while True:
            found = scanner.match()
            if not found or found.end() == end:
                return result, string[end:]
            self.match = found
            action = self.lexicon[self._starts.index(found.lastindex)][1]
            if callable(action):
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            end = found.end()
