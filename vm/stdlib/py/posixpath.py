"""Paths as POSIX writes them."""

import os
import stat as _stat

curdir, pardir, extsep, sep, pathsep = ".", "..", ".", "/", ":"
defpath, altsep, devnull = "/bin:/usr/bin", None, "/dev/null"
supports_unicode_filenames = False

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname",
    "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir",
    "isfile", "ismount", "isjunction", "isdevdrive", "expanduser", "expandvars", "normpath", "abspath", "samefile",
    "sameopenfile", "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull",
    "realpath", "supports_unicode_filenames", "relpath", "commonpath",
]


def _as(path, text):
    return text.encode() if isinstance(path, bytes) else text


def _check(name, *paths):
    kinds = {isinstance(path, bytes) for path in paths if isinstance(path, (str, bytes))}
    for path in paths:
        if not isinstance(path, (str, bytes)):
            raise TypeError(
                f"{name}() argument must be str, bytes, or os.PathLike object, not {type(path).__name__!r}"
            ) from None
    if len(kinds) > 1:
        raise TypeError("Can't mix strings and bytes in path components") from None


def normcase(s):
    """The path as file systems compare it: as it is."""
    return os.fspath(s)


def isabs(s):
    """Whether the path begins at the root."""
    s = os.fspath(s)
    return s.startswith(_as(s, "/"))


def join(a, *p):
    """Paths one behind the other; an absolute one starts anew."""
    path = os.fspath(a)
    slash = _as(path, "/")
    try:
        for part in map(os.fspath, p):
            if part.startswith(slash) or not path:
                path = part if part.startswith(slash) or not path else path
            elif path.endswith(slash):
                path += part
            else:
                path += slash + part
    except (TypeError, AttributeError, BytesWarning):
        _check("join", a, *p)
        raise
    return path


def split(p):
    """Folder and last part."""
    p = os.fspath(p)
    slash = _as(p, "/")
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """Path and its ending with the dot."""
    p = os.fspath(p)
    dot, name = _as(p, "."), p.rfind(_as(p, "/")) + 1
    at = p.rfind(dot)
    if at > name and p[name:at].strip(dot):
        return p[:at], p[at:]
    return p, p[:0]


def splitdrive(p):
    """An empty drive and the path."""
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    """An empty drive, the root and the rest."""
    p = os.fspath(p)
    slash = _as(p, "/")
    if not p.startswith(slash):
        return p[:0], p[:0], p
    count = 2 if p.startswith(slash * 2) and not p.startswith(slash * 3) else 1
    return p[:0], p[:count], p[count:]


def basename(p):
    """The last part."""
    return split(p)[1]


def dirname(p):
    """The path without its last part."""
    return split(p)[0]


def commonprefix(m):
    """The longest beginning of all of the texts or lists."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    low, high = min(m), max(m)
    for index, item in enumerate(low):
        if item != high[index]:
            return low[:index]
    return low


def getsize(filename):
    """Bytes of the file."""
    return os.stat(filename).st_size


def getmtime(filename):
    """Time of the last change."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """Time of the last access."""
    return os.stat(filename).st_atime


def getctime(filename):
    """Time of the last change of anything."""
    return os.stat(filename).st_ctime


def _mode(path, follow=True):
    try:
        return os.stat(path, follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return 0


def islink(path):
    """Whether it is a symbolic link."""
    return _stat.S_ISLNK(_mode(path, False))


def exists(path):
    """Whether there is such a file."""
    return bool(_mode(path))


def lexists(path):
    """Whether there is such a name."""
    return bool(_mode(path, False))


def isdir(s):
    """Whether it is a directory."""
    return _stat.S_ISDIR(_mode(s))


def isfile(path):
    """Whether it is a regular file."""
    return _stat.S_ISREG(_mode(path))


def isjunction(path):
    """Whether it is a junction: there are none."""
    os.fspath(path)
    return False


isdevdrive = isjunction


def samestat(s1, s2):
    """Whether two results of stat tell of one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Whether two paths name one file."""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Whether two descriptors are of one file."""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def ismount(path):
    """Whether a file system begins here."""
    try:
        here, above = os.lstat(path), os.lstat(join(path, _as(os.fspath(path), "..")))
    except (OSError, ValueError):
        return False
    if _stat.S_ISLNK(here.st_mode):
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def expanduser(path):
    """The path with `~` as the home folder."""
    path = os.fspath(path)
    tilde, slash = _as(path, "~"), _as(path, "/")
    if path != tilde and not path.startswith(tilde + slash):
        return path
    home = os.environ.get("HOME")
    if home is None:
        return path
    home = os.fsencode(home) if isinstance(path, bytes) else home
    return (home.rstrip(slash) + path[1:]) or slash


def expandvars(path):
    """The path with $NAME and ${NAME} from the environment."""
    path = os.fspath(path)
    text = os.fsdecode(path)
    out, at = "", 0
    while True:
        dollar = text.find("$", at)
        if dollar < 0:
            break
        out += text[at:dollar]
        if text[dollar + 1 : dollar + 2] == "{":
            end = text.find("}", dollar)
            name, after = text[dollar + 2 : end], end + 1
            if end < 0:
                at = dollar
                break
        else:
            after = dollar + 1
            while after < len(text) and (text[after] == "_" or text[after].isascii() and text[after].isalnum()):
                after += 1
            name = text[dollar + 1 : after]
        out += os.environ.get(name, text[dollar:after]) if name else text[dollar:after]
        at = after
    out += text[at:]
    return os.fsencode(out) if isinstance(path, bytes) else out


def normpath(path):
    """The path without `.`, `..` and doubled slashes."""
    path = os.fspath(path)
    slash, dot, up = _as(path, "/"), _as(path, "."), _as(path, "..")
    if not path:
        return dot
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != up or (not root and (not parts or parts[-1] == up)):
            parts.append(part)
        elif parts:
            parts.pop()
    return (root + slash.join(parts)) or dot


def abspath(path):
    """The path from the root."""
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The path from the root, without symbolic links."""
    path = abspath(filename)
    if strict:
        os.stat(path)
    return path


def relpath(path, start=None):
    """The path as seen from `start`."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash = _as(path, "/")
    start = _as(path, ".") if start is None else os.fspath(start)
    _check("relpath", path, start)
    base = [part for part in abspath(start).split(slash) if part]
    goal = [part for part in abspath(path).split(slash) if part]
    same = len(commonprefix([base, goal]))
    return slash.join([_as(path, "..")] * (len(base) - same) + goal[same:]) or _as(path, ".")


def commonpath(paths):
    """The longest folder that all of the paths are in."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    _check("commonpath", *paths)
    slash, dot = _as(paths[0], "/"), _as(paths[0], ".")
    if len({path.startswith(slash) for path in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
    return (slash if paths[0].startswith(slash) else slash[:0]) + slash.join(commonprefix(split_paths))
