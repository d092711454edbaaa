"""Finding modules and running them as programs: what `-m` does."""

import sys
from _frozen_importlib import ModuleSpec, SourceFileLoader, _find_spec

__all__ = ["run_module", "run_path"]


class _Error(Exception):
    """What -m says instead of a traceback."""


def _find(name, error=ImportError):
    """The name of a module that can be run, its spec and its code."""
    if name.startswith("."):
        raise error("Relative module names not supported")
    path = None
    parent = name.rpartition(".")[0]
    if parent:
        try:
            __import__(parent)
        except ImportError as e:
            # What the package itself lacks is its own matter.
            if e.name is None or (e.name != parent and not parent.startswith(e.name + ".")):
                raise
            raise error(f"Error while finding module specification for {name!r} ({type(e).__name__}: {e})") from e
        path = getattr(sys.modules[parent], "__path__", None)
        if path is None:
            raise error(
                f"Error while finding module specification for {name!r} "
                f"(ModuleNotFoundError: __path__ attribute not found on {parent!r} while trying to find {name!r})"
            )
    module = sys.modules.get(name)
    spec = module.__spec__ if module and name != "__main__" else _find_spec(name, path)
    if spec is None:
        raise error(f"No module named {name}")
    if spec.submodule_search_locations is not None:
        if name.endswith(".__main__"):
            raise error("Cannot use package as __main__ module")
        try:
            return _find(name + ".__main__", error)
        except error as e:
            if name not in sys.modules:
                raise
            raise error(f"{e}; {name!r} is a package and cannot be directly executed")
    if spec.loader is None:
        raise error(f"{name!r} is a namespace package and cannot be executed")
    try:
        code = spec.loader.get_code(name)
    except ImportError as e:
        raise error(str(e)) from e
    if code is None:
        raise error(f"No code object available for {name}")
    return name, spec, code


def _run(code, namespace, init_globals, run_name, spec, file=None):
    if init_globals:
        namespace.update(init_globals)
    has_file = spec is not None and spec.has_location
    namespace.update(
        __name__=run_name,
        __file__=spec.origin if has_file else file,
        __cached__=spec.cached if has_file else None,
        __doc__=None,
        __loader__=spec.loader if spec else None,
        __package__=spec.parent if spec else "",
        __spec__=spec,
    )
    exec(code, namespace)
    return namespace


def _run_as_module(code, init_globals, run_name, spec, file):
    """Run code in a module that stands in sys.modules meanwhile."""
    module = type(sys)(run_name)
    missing = object()
    before = sys.modules.get(run_name, missing), sys.argv[0]
    sys.modules[run_name] = module
    sys.argv[0] = file
    try:
        return _run(code, module.__dict__, init_globals, run_name, spec, file).copy()
    finally:
        there, sys.argv[0] = before
        if there is missing:
            sys.modules.pop(run_name, None)
        else:
            sys.modules[run_name] = there


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module; its namespace when it is done."""
    mod_name, spec, code = _find(mod_name)
    run_name = run_name or mod_name
    if alter_sys:
        return _run_as_module(code, init_globals, run_name, spec, spec.origin)
    return _run(code, {}, init_globals, run_name, spec)


def run_path(path_name, init_globals=None, run_name=None):
    """Run a file, or the __main__ of a folder; its namespace when it is done."""
    run_name = run_name or "<run_path>"
    if not isinstance(path_name, str):
        path_name = path_name.__fspath__()
    for hook in sys.path_hooks:
        try:
            hook(path_name)
        except ImportError:
            continue
        sys.path.insert(0, path_name)
        try:
            _, spec, code = _find("__main__")
            return _run_as_module(code, init_globals, run_name, spec, path_name)
        finally:
            if path_name in sys.path:
                sys.path.remove(path_name)
    loader = SourceFileLoader(run_name, path_name)
    code = loader.source_to_code(loader.get_data(path_name), path_name)
    return _run_as_module(code, init_globals, run_name, None, path_name)


def _run_module_as_main(mod_name, alter_argv=True):
    """Run a module in the namespace of __main__."""
    try:
        mod_name, spec, code = _find(mod_name, _Error)
    except _Error as error:
        if not alter_argv:
            error = f"can't find '__main__' module in {sys.path[0]!r}"
        sys.exit(f"pyrite: {error}")
    if alter_argv:
        sys.argv[0] = spec.origin
    return _run(code, sys.modules["__main__"].__dict__, None, "__main__", spec)
