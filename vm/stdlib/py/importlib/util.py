"""Parts of the import system, one by one."""

import sys
from _frozen_importlib import (
    ModuleSpec,
    SourceFileLoader,
    _find_spec,
    cache_from_source as _cache_path,
    module_from_spec,
)

_absent = object()


def cache_from_source(path, debug_override=None, *, optimization=None):
    """The path of the compiled code of a source."""
    return _cache_path(path)


def source_from_cache(path):
    """The path of the source of compiled code."""
    folder, _, name = path.rpartition("/")
    folder, _, last = folder.rpartition("/")
    parts = name.split(".")
    if last != "__pycache__":
        raise ValueError(f"__pycache__ not bottom-level directory in {path!r}")
    if len(parts) != 3 or parts[2] != "pyc":
        raise ValueError(f"expected only 2 or 3 dots in {name!r}")
    return (folder + "/" if folder else "") + parts[0] + ".py"


def decode_source(source_bytes):
    """The text of a source, its line ends made one."""
    text = source_bytes.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def resolve_name(name, package):
    """The absolute name of a relative one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(
            f"no package specified for {name!r} (required for relative module names)"
        )
    tail = name.lstrip(".")
    parts = package.rsplit(".", len(name) - len(tail) - 1)
    if len(parts) < len(name) - len(tail):
        raise ImportError("attempted relative import beyond top-level package")
    return f"{parts[0]}.{tail}" if tail else parts[0]


def find_spec(name, package=None):
    """The spec of a module, whether it is imported or not; None if there is none."""
    name = resolve_name(name, package) if name.startswith(".") else name
    module = sys.modules.get(name, _absent)
    if module is None:
        return None
    if module is _absent:
        path = None
        parent = name.rpartition(".")[0]
        if parent:
            package = __import__(parent, fromlist=["__path__"])
            try:
                path = package.__path__
            except AttributeError as error:
                raise ModuleNotFoundError(
                    f"__path__ attribute not found on {parent!r} while trying to find {name!r}",
                    name=name,
                ) from error
        return _find_spec(name, path)
    try:
        spec = module.__spec__
    except AttributeError:
        raise ValueError(f"{name}.__spec__ is not set") from None
    if spec is None:
        raise ValueError(f"{name}.__spec__ is None")
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec from what a loader tells."""
    if origin is None and hasattr(loader, "get_filename"):
        locations = _absent if is_package is None else [] if is_package else None
        return spec_from_file_location(name, loader=loader, submodule_search_locations=locations)
    if is_package is None:
        is_package = False
        if hasattr(loader, "is_package"):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                pass
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def spec_from_file_location(
    name, location=None, *, loader=None, submodule_search_locations=_absent
):
    """A spec of the module in a file."""
    if location is None:
        location = "<unknown>"
        if hasattr(loader, "get_filename"):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = location if isinstance(location, str) else location.__fspath__()
    if loader is None:
        if not location.endswith(".py"):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is _absent:
        submodule_search_locations = None
        if hasattr(loader, "is_package"):
            try:
                if loader.is_package(name):
                    submodule_search_locations = []
            except ImportError:
                pass
    spec.submodule_search_locations = submodule_search_locations
    if submodule_search_locations == []:
        spec.submodule_search_locations.append(location.rpartition("/")[0])
    return spec


class LazyLoader:
    """Runs a module when an attribute of it is first asked for."""

    def __init__(self, loader):
        if not hasattr(loader, "exec_module"):
            raise TypeError("loader must define exec_module()")
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        module.__class__ = _LazyModule


class _LazyModule(type(sys)):
    def __getattribute__(self, name):
        own = object.__getattribute__
        spec = own(self, "__spec__")
        self.__class__ = type(sys)
        if name != "__spec__" or spec.loader is not None:
            spec.loader.exec_module(self)
        return getattr(self, name)
