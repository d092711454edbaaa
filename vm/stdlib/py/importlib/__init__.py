"""The import system, for programs."""

import sys
import _frozen_importlib as _system

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

__import__ = __import__

_reloading = {}


def import_module(name, package=None):
    """Import a module; a name with leading dots is looked for from `package`."""
    if name.startswith("."):
        from importlib.util import resolve_name

        if not package:
            raise TypeError(
                f"the 'package' argument is required to perform a relative import for {name!r}"
            )
        name = resolve_name(name, package)
    return _system._gcd_import(name)


def invalidate_caches():
    """Tell the finders that modules may have come or gone."""
    for finder in sys.meta_path:
        if hasattr(finder, "invalidate_caches"):
            finder.invalidate_caches()


def reload(module):
    """Run a module again, in the namespace it has."""
    name = getattr(getattr(module, "__spec__", None), "name", None) or getattr(module, "__name__", None)
    if not isinstance(name, str):
        raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if name in _reloading:
        return _reloading[name]
    path = None
    parent = name.rpartition(".")[0]
    if parent:
        if parent not in sys.modules:
            raise ImportError(f"parent {parent!r} not in sys.modules", name=parent)
        path = sys.modules[parent].__path__
    _reloading[name] = module
    try:
        spec = module.__spec__ = _system._find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
        return _system._exec(spec, module)
    finally:
        del _reloading[name]
