# features: LG31
# boards: host
# python: 3.12
# Packages, relative and circular imports, and what modules say of themselves.
import sys
sys.path.insert(0, __file__.rpartition("/")[0] + "/support")


def attempt(text, names=None):
    try:
        exec(text, {"__name__": "x"} if names is None else names)
    except BaseException as error:
        shown = {name: getattr(error, name) for name in ("name", "path", "name_from") if hasattr(error, name)}
        if isinstance(shown.get("path"), str):
            shown["path"] = shown["path"].rpartition("/")[2]
        print(text, "->", type(error).__name__, str(error).partition(" (/")[0], sorted(shown.items()))


import ipack
print(ipack.copied, ipack.first.value, hasattr(ipack, "second"), hasattr(ipack, "deep"))
import ipack.second
print(ipack.second.__name__, ipack.second.__package__, ipack.deep.below.up)
from ipack import second as s, deep
print(s is ipack.second, deep.__path__[0].endswith("ipack/deep"))
for module in (ipack, ipack.first, sys):
    spec = module.__spec__
    print(module.__name__, repr(module.__package__), spec.name, spec.parent, spec.has_location, type(spec).__name__,
          type(module.__loader__).__name__, module.__loader__ is spec.loader, spec.submodule_search_locations is None)
print(ipack.__file__ == ipack.__spec__.origin, ipack.__file__.endswith("support/ipack/__init__.py"))
print(ipack.__cached__ == ipack.__spec__.cached, "__pycache__" in ipack.__cached__)
print(repr(ipack).partition(" from ")[0], repr(sys))

# A namespace package has no file.
import inames.inner.thing
print(inames.__path__ == inames.inner.__path__, inames.__file__, inames.inner.thing.where)
print(repr(inames).partition(" from ")[0], type(inames.__loader__).__name__, inames.__spec__.origin)

# Circles.
import iring_a
print(iring_a.late, iring_a.iring_b.iring_a is iring_a, iring_a.__spec__._initializing)

# A module may put something else in its place, or take itself out.
import iswap
print(type(iswap).__name__, iswap.answer)
attempt("import igone")

# What fails is not there.
attempt("import ipack.fails")
print("ipack.fails" in sys.modules, hasattr(ipack, "fails"), "ipack" in sys.modules)
attempt("import ipack.toofar")
print("ipack.toofar" in sys.modules)

from ipack.lazy import made
import ipack.lazy
print(made, dir(ipack.lazy), hasattr(ipack.lazy, "x"))
attempt("from ipack.lazy import x")

space = {"__name__": "x"}
exec("from ipack.first import *", space)
print(sorted(name for name in space if not name.startswith("__")))

attempt("import ipack.nothing")
attempt("from ipack import nothing")
attempt("from ipack.first import nothing")
attempt("import ipack.first.nothing")
attempt("import ipack.first.nothing.more")
attempt("import nothing_here.more")
attempt("from inames import nothing")
attempt("from sys import nothing")
attempt("from . import x")
attempt("from .x import x")
attempt("from . import x", {"__name__": "x.y"})
attempt("from . import x", {"__package__": "ipack", "__name__": "ipack.z"})
attempt("from .. import x", {"__package__": "ipack", "__name__": "ipack.z"})
attempt("from . import x", {"__package__": 3, "__name__": "ipack.z"})
attempt("from . import x", {"__package__": "no_such_package", "__name__": "no_such_package.z"})
attempt("from . import x", {})
attempt("from . import x", {"__name__": 3})
sys.modules["inone"] = None
attempt("import inone")
attempt("import inone.x")
attempt("from inone import x")
attempt("__import__('')")
attempt("__import__('sys', level=-1)")
attempt("__import__(3)")
attempt("__import__('x', level=1)")
attempt("__import__('ipack', fromlist=[3])")
attempt("__import__('ipack', fromlist=3)")
attempt("__import__('sys', fromlist=3)")
ipack.__all__ = ["first", 3]
attempt("from ipack import *")
ipack.__all__ = ["absent"]
attempt("from ipack import *")
ipack.__all__ = ["second"]
space = {"__name__": "x"}
exec("from ipack import *", space)
print("second" in space, "first" in space)
print(__import__("ipack.deep.below").__name__, __import__("ipack.deep.below", fromlist=["up"]).__name__)
print(__import__("deep.below", {"__package__": "ipack"}, level=1).__name__)
