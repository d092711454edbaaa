# features: LG31
# python: 3.12
# Finders, loaders and the objects that import goes through.
import sys
import builtins


class Loader:
    """Finds and loads texts that are in memory."""

    def __init__(self, texts):
        self.texts = texts

    def find_spec(self, name, path, target=None):
        print("find", name, path)
        if name in self.texts:
            spec = type(sys.__spec__)(name, self, origin="memory", is_package=self.texts[name] is None)
            return spec
        return None

    def create_module(self, spec):
        print("create", spec.name)
        return None

    def exec_module(self, module):
        print("exec", module.__name__, repr(module.__package__), module.__spec__._initializing, module.__name__ in sys.modules)
        exec(self.texts[module.__name__] or "", module.__dict__)


finder = Loader({
    "mem_a": "import mem_b\nvalue = mem_b.value + 1",
    "mem_b": "value = 1",
    "mem_p": None,
    "mem_p.q": "from . import r\nname = r.__name__",
    "mem_p.r": "x = 1",
    "mem_bad": "raise ValueError('at import')",
})
sys.meta_path.insert(0, finder)
import mem_a
print(repr(mem_a), mem_a.value, hasattr(mem_a, "__file__"))
import mem_p.q
print(mem_p.q.name, mem_p.__path__, mem_p.r.x, repr(mem_p))
try:
    import mem_bad
except ValueError as error:
    print("failed:", error, "mem_bad" in sys.modules)
sys.meta_path.remove(finder)
try:
    import mem_c
except ModuleNotFoundError as error:
    print(error, error.name)


class Odd:
    """Has no find_spec, and is passed over."""


class NoCreate:
    def find_spec(self, name, path, target=None):
        return type(sys.__spec__)(name, self)

    def exec_module(self, module):
        pass


sys.meta_path[:0] = [Odd(), NoCreate()]
try:
    import mem_d
except ImportError as error:
    print(type(error).__name__, error)
del sys.meta_path[:2]

saved = sys.meta_path[:]
sys.meta_path.clear()
try:
    import mem_e
except ImportError as error:
    print(type(error).__name__, error)
sys.meta_path = None
try:
    import mem_e
except ImportError as error:
    print(type(error).__name__, error)
sys.meta_path = saved

# A module of one's own making.
class Given:
    def find_spec(self, name, path, target=None):
        return type(sys.__spec__)(name, self) if name == "mem_given" else None

    def create_module(self, spec):
        module = type(sys)("otherwise")
        module.given = True
        return module

    def exec_module(self, module):
        sys.modules["mem_given"] = "a str"


sys.meta_path.append(Given())
import mem_given
print(mem_given)
sys.meta_path.pop()


# sys.path_hooks and sys.path_importer_cache.
class Entry:
    def find_spec(self, name, target=None):
        print("entry asked for", name)
        if name == "mem_entry":
            return type(sys.__spec__)(name, Loader({"mem_entry": "found = True"}))


def hook(path):
    if path != "memory:":
        raise ImportError(path)
    return Entry()


sys.path_hooks.insert(0, hook)
sys.path.insert(0, "memory:")
import mem_entry
print(mem_entry.found, type(sys.path_importer_cache["memory:"]).__name__)
sys.path.remove("memory:")
sys.path_hooks.remove(hook)

# sys.modules
sys.modules["mem_made"] = made = type(sys)("mem_made", "Its text.")
import mem_made
print(mem_made is made, mem_made.__doc__, repr(mem_made), mem_made.__spec__, mem_made.__loader__)
sys.modules["mem_made.sub"] = 5
from mem_made import sub
print(sub)
try:
    import mem_made.other
except ModuleNotFoundError as error:
    print(error)

# builtins.__import__
original = builtins.__import__
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print("__import__", name, fromlist, level)
    return original(name, globals, locals, fromlist, level)
builtins.__import__ = spy
import sys as again
from sys import path, modules as m
builtins.__import__ = original
print(again is sys)
del builtins.__import__
try:
    import sys
except ImportError as error:
    print(error)
builtins.__import__ = original
