# features: LG31
# boards: host
# python: 3.12
# `importlib`: modules by name, again, and from a file of one's choice.
import importlib
import importlib.machinery
import importlib.util
import sys

folder = __file__.rpartition("/")[0].rpartition("/")[0] + "/language/support"
sys.path.insert(0, folder)
print(importlib.import_module("ipack.first").value, importlib.import_module(".deep.below", "ipack").up)
for args in (("ipack.none",), (".x",), ("..x", "ipack"), ("..x", "ipack.deep"), ("",), (".x", "")):
    try:
        print(importlib.import_module(*args))
    except Exception as error:
        print(args, type(error).__name__, error)

import ipack.first as first
first.value = "changed"
first.extra = "kept"
print(importlib.reload(first) is first, first.value, first.extra)
for wrong in (3, type(sys)("nowhere")):
    try:
        importlib.reload(wrong)
    except Exception as error:
        print(type(error).__name__, error)
importlib.invalidate_caches()

spec = importlib.util.find_spec("iswap")
print(spec.name, spec.origin == folder + "/iswap.py", spec.loader.name, spec.loader.path == spec.origin, "iswap" in sys.modules)
print(importlib.util.find_spec("no_such_module"), importlib.util.find_spec("ipack.second").parent)
print(importlib.util.find_spec(".first", "ipack") is first.__spec__)
try:
    importlib.util.find_spec("ipack.first.x")
except ModuleNotFoundError as error:
    print(error, error.name)

spec = importlib.util.spec_from_file_location("renamed", folder + "/ipack/first.py")
module = importlib.util.module_from_spec(spec)
print(module.__name__, module.__file__ == spec.origin, hasattr(module, "value"), "renamed" in sys.modules)
spec.loader.exec_module(module)
print(module.value, module.__spec__ is spec, spec.has_location, spec.submodule_search_locations)
spec = importlib.util.spec_from_file_location("pack", folder + "/ipack/__init__.py")
print(spec.submodule_search_locations == [folder + "/ipack"], spec.loader.is_package("pack"))
print(importlib.util.spec_from_file_location("x", "x.unknown"))

loader = importlib.machinery.SourceFileLoader("first", folder + "/ipack/first.py")
print(loader.name, loader.get_filename("first") == loader.path, loader.is_package("first"))
print(loader.get_source("first").splitlines()[1], loader.get_data(loader.path)[:5])
print(loader.get_code("first").co_name)
for call in (lambda: loader.get_code("second"), lambda: loader.get_data(folder + "/none.py")):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, str(error).partition("'")[0])


class Shouting(importlib.machinery.SourceFileLoader):
    def get_data(self, path):
        return b"value = 'shouted'\n"


spec = importlib.util.spec_from_file_location("shout", folder + "/shout.py", loader=Shouting("shout", folder + "/shout.py"))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.value)

for name in (".x", "..x", "x"):
    for package in ("a.b", "a", ""):
        try:
            print(importlib.util.resolve_name(name, package))
        except Exception as error:
            print(name, package, type(error).__name__)
spec = importlib.machinery.ModuleSpec("n.m", None, origin="here", is_package=True)
print(spec, spec.parent, spec.cached, spec.has_location, spec == importlib.machinery.ModuleSpec("n.m", None, origin="here", is_package=True), spec == 1)
print(importlib.machinery.SOURCE_SUFFIXES, ".py" in importlib.machinery.all_suffixes())
print(importlib.machinery.BuiltinImporter.find_spec("sys").origin, importlib.machinery.BuiltinImporter.find_spec("ipack"))
print(importlib.machinery.FrozenImporter.find_spec("ipack"), importlib.machinery.PathFinder.find_spec("ipack", [folder]).name)
print(importlib.machinery.PathFinder.find_spec("ipack", []), importlib.machinery.PathFinder.find_spec("ipack", ["/nowhere"]))
finder = importlib.machinery.FileFinder(folder, (importlib.machinery.SourceFileLoader, [".py"]))
print(finder.find_spec("iring_a").name, finder.find_spec("none"), finder.path == folder)
print([f.__name__ for f in sys.meta_path])
