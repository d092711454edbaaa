"""What modules there are."""

import sys
from importlib import import_module
from importlib.util import find_spec

__all__ = ["ModuleInfo", "extend_path", "get_data", "iter_modules", "resolve_name", "walk_packages"]


class ModuleInfo(tuple):
    """A finder, a name, and whether it is a package."""

    __slots__ = ()
    _fields = ("module_finder", "name", "ispkg")

    def __new__(cls, module_finder, name, ispkg):
        return tuple.__new__(cls, (module_finder, name, ispkg))

    module_finder = property(lambda self: self[0])
    name = property(lambda self: self[1])
    ispkg = property(lambda self: self[2])

    def __repr__(self):
        return "ModuleInfo(module_finder=%r, name=%r, ispkg=%r)" % self


def get_importer(path_item):
    """The finder for an entry of sys.path; None if no hook takes it."""
    if path_item in sys.path_importer_cache:
        return sys.path_importer_cache[path_item]
    for hook in sys.path_hooks:
        try:
            finder = hook(path_item)
        except ImportError:
            continue
        sys.path_importer_cache.setdefault(path_item, finder)
        return finder
    return None


def _modules_in(finder, prefix):
    if finder is None or not isinstance(getattr(finder, "path", None), str):
        more = getattr(finder, "iter_modules", None)
        yield from more(prefix) if more else ()
        return
    from os import listdir

    try:
        names = sorted(listdir(finder.path))
    except OSError:
        return
    seen = {"__init__"}
    for name in names:
        stem, dot, ending = name.partition(".")
        ispkg = False
        if not dot:
            try:
                ispkg = any(file == "__init__.py" for file in listdir(f"{finder.path}/{name}"))
            except OSError:
                continue
        if (ispkg or ending == "py") and stem.isidentifier() and stem not in seen:
            seen.add(stem)
            yield prefix + stem, ispkg


def iter_modules(path=None, prefix=""):
    """The modules of the folders in `path`, or of sys.path."""
    if isinstance(path, str):
        raise ValueError("path must be None or list of paths to look for modules in")
    seen = set()
    for entry in sys.path if path is None else path:
        finder = get_importer(entry)
        for name, ispkg in _modules_in(finder, prefix):
            if name not in seen:
                seen.add(name)
                yield ModuleInfo(finder, name, ispkg)


def walk_packages(path=None, prefix="", onerror=None):
    """As iter_modules, and the modules of packages, which are imported for it."""
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            package = import_module(info.name)
        except Exception as error:
            if onerror is not None:
                onerror(info.name)
            elif not isinstance(error, ImportError):
                raise
        else:
            yield from walk_packages(list(package.__path__), info.name + ".", onerror)


def extend_path(path, name):
    """`path` and the folders of sys.path that hold more of the package `name`."""
    if not isinstance(path, list):
        return path
    path = path[:]
    parent, _, last = name.rpartition(".")
    for entry in sys.modules[parent].__path__ if parent else sys.path:
        finder = get_importer(entry)
        spec = finder.find_spec(last) if finder is not None else None
        for portion in spec and spec.submodule_search_locations or ():
            if portion not in path:
                path.append(portion)
    return path


def get_data(package, resource):
    """A file beside a package's modules, as bytes; None if its loader cannot read."""
    spec = find_spec(package)
    if spec is None or not hasattr(spec.loader, "get_data"):
        return None
    folder = (getattr(import_module(package), "__file__", None) or "").rpartition("/")[0]
    return spec.loader.get_data(f"{folder}/{resource}" if folder else resource)


def resolve_name(name):
    """The object that `package.module:attribute` or `package.module.attribute` names."""
    module, colon, attributes = name.partition(":")
    rest = attributes.split(".") if attributes else []
    if colon:
        value = import_module(module)
    else:
        first, *rest = name.split(".")
        value = import_module(first)
        while rest and not hasattr(value, rest[0]):
            first = f"{first}.{rest.pop(0)}"
            value = import_module(first)
    for attribute in rest:
        value = getattr(value, attribute)
    return value
