# features: SM02 SM03 SM10
# boards: host
"""`os` and `os.path`: folders, facts about files, paths."""
import os
import stat

base = f"/tmp/pyrite-os-{os.getpid()}-{id(os)}"
os.makedirs(base + "/a/b", exist_ok=True)
with open(base + "/f", "w") as file:
    file.write("hi")
print(sorted(os.listdir(base)), os.stat(base + "/f").st_size, stat.S_ISDIR(os.stat(base).st_mode))
print([(top[len(base):], sorted(dirs), sorted(files)) for top, dirs, files in os.walk(base)])
print(sorted((entry.name, entry.is_dir(), entry.is_file()) for entry in os.scandir(base)))
os.rename(base + "/f", base + "/g")
os.replace(base + "/g", base + "/a/h")
print(os.path.isfile(base + "/a/h"), os.path.exists(base + "/g"), os.path.getsize(base + "/a/h"))
facts = os.stat(base + "/a/h")
print(tuple(facts)[6], facts.st_mtime_ns // 10**9 == int(facts.st_mtime) == facts[8], len(facts))
for wrong in (lambda: os.rmdir(base + "/a"), lambda: os.mkdir(base), lambda: os.listdir(base + "/none"), lambda: os.remove(base + "/a"),
              lambda: os.rename(base + "/none", base + "/x"), lambda: os.stat(base + "/a/h/i"), lambda: os.close(999), lambda: os.open("a\0b", 0)):
    try:
        wrong()
    except (OSError, ValueError) as error:
        print(type(error).__name__, getattr(error, "errno", None), getattr(error, "strerror", error))
fd = os.open(base + "/raw", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
print(os.write(fd, b"0123456789"), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size, os.isatty(fd))
os.ftruncate(fd, 4)
os.close(fd)
print(os.path.getsize(base + "/raw"), stat.filemode(os.stat(base + "/raw").st_mode))
os.remove(base + "/raw")
os.remove(base + "/a/h")
os.removedirs(base + "/a/b")
print(os.path.exists(base))
p = os.path
print(p.join("a", "b", "/c", "d/", "e"), p.join("", "x"), p.split("/a/b/"), p.split("/a"), p.splitext("a.b/.c"), p.splitext("x.tar.gz"))
print(p.basename("/a/b"), p.dirname("/a/b"), p.normpath("//a/../..//b/./c/.."), p.normpath("///a"), p.normpath(""), p.isabs("/x"))
print(p.relpath("/a/b", "/a/c/d"), p.commonpath(["/a/b/c", "/a/b"]), p.commonprefix(["abc", "abd"]))
print(p.join(b"a", b"b"), p.normpath(b"a/../b"), os.fspath("x"), os.fsencode("ä"), os.fsdecode(b"\xff") == "\udcff")


class Path:
    def __fspath__(self):
        return "some/where"


print(os.fspath(Path()), p.join(Path(), "x"), isinstance(Path(), os.PathLike))
for wrong in (lambda: os.fspath(1), lambda: p.join("a", b"b"), lambda: p.relpath("")):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
os.environ["PYRITE_X"] = "1"
print(os.getenv("PYRITE_X"), os.environ.get("PYRITE_NONE", "no"), p.expandvars("$PYRITE_X/${PYRITE_X}/$"))
