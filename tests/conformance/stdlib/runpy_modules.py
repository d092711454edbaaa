# features: LG32
# boards: host
# Modules, files and packages run as programs.
import runpy
import sys

folder = __file__.rpartition("/")[0].rpartition("/")[0] + "/language/support"
sys.path.insert(0, folder)
sys.argv[1:] = ["an", "argument"]
names = runpy.run_module("ipack.deep.below")
print(names["up"], names["__name__"], names["__package__"], names["__spec__"].name, names["__file__"] == folder + "/ipack/deep/below.py")
names = runpy.run_module("ipack.deep.below", {"given": 1}, "named")
print(names["__name__"], names["given"], "named" in sys.modules)
runpy.run_module("ipack", run_name="__main__", alter_sys=True)
names = runpy.run_path(folder + "/ipack/first.py", {"given": 2}, "by_path")
print(names["value"], names["given"], names["__name__"], repr(names["__package__"]), names["__spec__"])
for name in ("no_such_module", ".x", "ipack.deep", "inames", "sys", "ipack.first.x", "no_such.x", "ipack.fails"):
    try:
        runpy.run_module(name)
    except Exception as error:
        print(name, type(error).__name__, error)
