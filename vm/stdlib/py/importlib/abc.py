"""Bases for finders and loaders of one's own."""

from importlib.machinery import FileFinder, PathFinder, SourceFileLoader
from importlib.util import decode_source


class Loader:
    """Makes and runs modules."""

    def create_module(self, spec):
        """None: a plain module will do."""
        return None

    def load_module(self, fullname):
        """Load a module as was done before there were specs."""
        from importlib import _system
        from importlib.util import spec_from_loader
        import sys

        spec = spec_from_loader(fullname, self)
        module = sys.modules.get(fullname)
        if module is None:
            module = sys.modules[fullname] = _system.module_from_spec(spec)
        return _system._exec(spec, module)


class MetaPathFinder:
    """What may stand in sys.meta_path."""

    def invalidate_caches(self):
        """Nothing is cached."""


class PathEntryFinder:
    """What a hook in sys.path_hooks returns."""

    def invalidate_caches(self):
        """Nothing is cached."""


class ResourceLoader(Loader):
    """A loader that can read files."""

    def get_data(self, path):
        raise OSError


class InspectLoader(Loader):
    """A loader that can tell what it loads."""

    def is_package(self, fullname):
        raise ImportError

    def get_source(self, fullname):
        raise ImportError

    def get_code(self, fullname):
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @staticmethod
    def source_to_code(data, path="<string>"):
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(
                f"cannot load module {module.__name__!r} when get_code() returns None"
            )
        exec(code, module.__dict__)


class ExecutionLoader(InspectLoader):
    """A loader that knows a file's name."""

    def get_filename(self, fullname):
        raise ImportError

    def get_code(self, fullname):
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source, self.get_filename(fullname))


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of sources: get_data and get_filename are to be written."""

    def is_package(self, fullname):
        name = self.get_filename(fullname).rpartition("/")[2]
        return name.rpartition(".")[0] == "__init__" and fullname.rpartition(".")[2] != "__init__"

    def get_source(self, fullname):
        return decode_source(self.get_data(self.get_filename(fullname)))


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of one file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        return SourceFileLoader(self.name, self.path).get_data(path)
