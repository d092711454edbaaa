"""Files, folders and the environment."""

import abc
import sys
import stat as _st
import posix
from posix import *
from posix import _list, _stat

name = "posix"
linesep = "\n"
error = OSError
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
O_ACCMODE = 3
EX_OK = 0

import posixpath as path
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

sys.modules["os.path"] = path

supports_dir_fd = set()
supports_effective_ids = set()
supports_fd = set()
supports_follow_symlinks = set()
supports_bytes_environ = True


class stat_result(tuple):
    """What stat says: ten numbers with names."""

    n_sequence_fields = n_fields = 10
    n_unnamed_fields = 0
    _names = (
        "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime"
    )

    def __new__(cls, sequence):
        items = tuple(sequence)
        if len(items) < 10:
            raise TypeError(f"os.stat_result() takes an at least 10-sequence ({len(items)}-sequence given)")
        self = tuple.__new__(cls, items[:10])
        for index, name in enumerate(cls._names[:7]):
            setattr(self, name, items[index])
        for index, name in enumerate(cls._names[7:], 7):
            setattr(self, name, items[index])
            setattr(self, name + "_ns", items[index] * 1_000_000_000)
        return self

    def __repr__(self):
        return f"os.stat_result({', '.join(f'{name}={value}' for name, value in zip(self._names, self))})"


def _result(facts):
    result = stat_result(facts[:7] + tuple(ns // 1_000_000_000 for ns in facts[7:]))
    for name, ns in zip(stat_result._names[7:], facts[7:]):
        setattr(result, name, ns / 1_000_000_000)
        setattr(result, name + "_ns", ns)
    result.st_blksize = 4096
    result.st_blocks = (result.st_size + 511) // 512
    result.st_rdev = 0
    return result


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """Facts about a file, by its path or descriptor."""
    return _result(_stat(path, follow_symlinks))


def lstat(path, *, dir_fd=None):
    """Facts about a file, or about the symbolic link itself."""
    return _result(_stat(path, False))


def fstat(fd):
    """Facts about an open file."""
    return _result(_stat(fd, True))


remove = unlink


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    """Give a file another name."""
    posix.rename(src, dst)


replace = rename


def truncate(path, length):
    """Cut a file to a length."""
    if isinstance(path, int):
        return ftruncate(path, length)
    fd = open(path, O_WRONLY)
    try:
        ftruncate(fd, length)
    finally:
        close(fd)


def getcwdb():
    """The current folder as bytes."""
    return fsencode(getcwd())


def fsencode(filename):
    """A path as bytes."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """A path as text."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


def listdir(path="."):
    """Names in a folder."""
    return [name for name, _ in _list("." if path is None else path)]


class DirEntry:
    """A name that scandir found."""

    __slots__ = ("name", "path", "_kind", "_facts")

    def __init__(self, name, path, kind):
        self.name, self.path, self._kind, self._facts = name, path, kind, None

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def stat(self, *, follow_symlinks=True):
        """Facts about it."""
        if not follow_symlinks:
            return lstat(self.path)
        if self._facts is None:
            self._facts = stat(self.path)
        return self._facts

    def inode(self):
        """Its number."""
        return lstat(self.path).st_ino

    def _is(self, kind, follow):
        own = self._kind or _st.S_IFMT(lstat(self.path).st_mode)
        if own == _st.S_IFLNK and follow:
            try:
                own = _st.S_IFMT(self.stat().st_mode)
            except FileNotFoundError:
                return False
        return own == kind

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a folder."""
        return self._is(_st.S_IFDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file."""
        return self._is(_st.S_IFREG, follow_symlinks)

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return self._is(_st.S_IFLNK, False)

    def is_junction(self):
        """Whether it is a junction: there are none."""
        return False


class _Scan:
    def __init__(self, entries):
        self._entries = entries

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path="."):
    """The entries of a folder."""
    folder = fspath("." if path is None else path)
    found = _list(folder)
    return _Scan(iter([DirEntry(name, sys.modules["os.path"].join(folder, name), kind) for name, kind in found]))


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a folder and those above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == (b"." if isinstance(tail, bytes) else "."):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a folder and those above it that are empty then."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making and removing folders as needed."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    """For each folder its path, its folders and its other files."""
    top = fspath(top)
    dirs, files, down = [], [], []
    try:
        entries = list(scandir(top))
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    for entry in entries:
        try:
            is_dir = entry.is_dir()
        except OSError:
            is_dir = False
        (dirs if is_dir else files).append(entry.name)
        if is_dir and not topdown and (followlinks or not entry.is_symlink()):
            down.append(entry.path)
    if topdown:
        yield top, dirs, files
        down = (path.join(top, name) for name in dirs)
    for folder in down:
        if followlinks or not topdown or not path.islink(folder):
            yield from walk(folder, topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    """Whether the file can be reached in this way."""
    try:
        bits = stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (mode & X_OK) or bool(bits & 0o111)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """A stream over a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


class _Environ(dict):
    """The environment's variables; what is set here is seen by this program alone."""

    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, str):
                raise TypeError(f"str expected, not {type(text).__name__}")
        super().__setitem__(key, value)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def copy(self):
        return dict(self)

    def __repr__(self):
        return f"environ({dict.__repr__(self)})"


environ = _Environ(posix.environ)
environb = {fsencode(key): fsencode(value) for key, value in environ.items()}


def getenv(key, default=None):
    """A variable of the environment."""
    return environ.get(key, default)


def putenv(name, value):
    """Set a variable."""
    environ[fsdecode(name)] = fsdecode(value)


def unsetenv(name):
    """Remove a variable."""
    environ.pop(fsdecode(name), None)


class PathLike(abc.ABC):
    """What has a path: `__fspath__`."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike and any("__fspath__" in base.__dict__ for base in subclass.__mro__):
            return True
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


def cpu_count():
    """Processors that run Python."""
    return 1


process_cpu_count = cpu_count


def getppid():
    """The number of the process above: none."""
    return 0


def get_terminal_size(fd=1):
    """Columns and lines."""
    return terminal_size((80, 24))


class terminal_size(tuple):
    """Columns and lines."""

    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f"os.terminal_size(columns={self[0]}, lines={self[1]})"


class uname_result(tuple):
    """Names of the system."""

    sysname = property(lambda self: self[0])
    nodename = property(lambda self: self[1])
    release = property(lambda self: self[2])
    version = property(lambda self: self[3])
    machine = property(lambda self: self[4])

    def __repr__(self):
        names = "sysname", "nodename", "release", "version", "machine"
        return f"posix.uname_result({', '.join(f'{name}={value!r}' for name, value in zip(names, self))})"


def uname():
    """Names of the system."""
    machine = getattr(sys.implementation, "_machine", "")
    return uname_result(("pyrite", "pyrite", sys.version.split()[0], sys.version, machine))
