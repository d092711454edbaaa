"""Cache lines from source files."""

import sys

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}  # file name: (size, mtime, lines, full name), or a 1-tuple of a function


def clearcache():
    cache.clear()


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Drop entries whose file has changed."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        if _stat(entry[3]) != entry[:2]:
            cache.pop(name, None)


def _stat(path):
    os = sys.modules.get("os")  # Not worth importing.
    try:
        stat = os.stat(path)
        return stat.st_size, stat.st_mtime
    except (AttributeError, OSError, ValueError):
        return None


def updatecache(filename, module_globals=None):
    entry = cache.pop(filename, None)
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        text = sys._source(filename) if filename else None
        return [] if text is None else _lines(text)
    text = sys._source(filename)
    full = filename
    if text is None:
        lazy = entry if entry is not None and len(entry) == 1 else None
        if lazy is None and lazycache(filename, module_globals):
            lazy = cache.pop(filename)
        if lazy is not None:
            try:
                data = lazy[0]()
            except (ImportError, OSError):
                pass
            else:
                if data is None:
                    return []
                lines = _lines(data)
                cache[filename] = len(data), None, lines, full
                return lines
        if filename.startswith("/"):
            return []
        for folder in sys.path:
            if not isinstance(folder, str):
                continue
            full = folder.rstrip("/") + "/" + filename
            text = sys._source(full)
            if text is not None:
                break
        else:
            return []
    lines = _lines(text)
    cache[filename] = *(_stat(full) or (len(text), None)), lines, full
    return lines


def _lines(text):
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return [line + "\n" for line in lines]


def lazycache(filename, module_globals):
    """Remember how a module's loader gives its source; true if it can."""
    if filename in cache:
        return len(cache[filename]) == 1
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return False
    if module_globals and "__name__" in module_globals:
        spec = module_globals.get("__spec__")
        name = getattr(spec, "name", None) or module_globals["__name__"]
        loader = getattr(spec, "loader", None) or module_globals.get("__loader__")
        source = getattr(loader, "get_source", None)
        if name and source:
            cache[filename] = (lambda: source(name),)
            return True
    return False
