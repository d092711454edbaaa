"""Loading unittests."""

import sys
from functools import cmp_to_key

from . import case, suite, util

__unittest = True


class _FailedTest(case.TestCase):
    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception
        return testFailure


def _failed(name, exception, suiteClass, message):
    return suiteClass((_FailedTest(name, exception),)), message


def _failed_import(name, suiteClass):
    import traceback
    message = f"Failed to import test module: {name}\n{traceback.format_exc()}"
    return _failed(name, ImportError(message), suiteClass, message)


class TestLoader:
    """Loads tests of classes, modules, names and folders."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []
        self._loading_packages = set()

    def loadTestsFromTestCase(self, testCaseClass):
        """Return a suite of all test cases contained in testCaseClass"""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. "
                            "Maybe you meant to derive from TestCase?")
        if testCaseClass in (case.TestCase, case.FunctionTestCase):
            names = []
        else:
            names = self.getTestCaseNames(testCaseClass)
            if not names and hasattr(testCaseClass, "runTest"):
                names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """Return a suite of all test cases contained in the given module"""
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if (isinstance(obj, type) and issubclass(obj, case.TestCase)
                    and obj not in (case.TestCase, case.FunctionTestCase)):
                tests.append(self.loadTestsFromTestCase(obj))
        tests = self.suiteClass(tests)
        load_tests = getattr(module, "load_tests", None)
        if load_tests is not None:
            try:
                return load_tests(self, tests, pattern)
            except Exception as e:
                import traceback
                message = f"Failed to call load_tests:\n{traceback.format_exc()}"
                error_case, message = _failed(module.__name__, e, self.suiteClass, message)
                self.errors.append(message)
                return error_case
        return tests

    def loadTestsFromName(self, name, module=None):
        """Return a suite of what a dotted name stands for: module, class, method, or a callable."""
        parts = name.split(".")
        error_case = error_message = None
        if module is None:
            rest = parts[:]
            while rest:
                try:
                    module = __import__(".".join(rest))
                    break
                except ImportError:
                    last = rest.pop()
                    error_case, error_message = _failed_import(last, self.suiteClass)
                    if not rest:
                        self.errors.append(error_message)
                        return error_case
            parts = parts[1:]
        obj = module
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                if getattr(obj, "__path__", None) is not None and error_case is not None:
                    self.errors.append(error_message)
                    return error_case
                import traceback
                error_case, message = _failed(part, e, self.suiteClass,
                                              f"Failed to access attribute:\n{traceback.format_exc()}")
                self.errors.append(message)
                return error_case
        return self._load(obj, parts, locals().get("parent"))

    def _load(self, obj, parts, parent):
        import types
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if (isinstance(obj, type) and issubclass(obj, case.TestCase)
                and obj not in (case.TestCase, case.FunctionTestCase)):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            name = parts[-1]
            instance = parent(name)
            if not isinstance(getattr(instance, name), types.FunctionType):
                return self.suiteClass([instance])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError(f"don't know how to make test from: {obj}")
        test = obj()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError(f"calling {obj} returned {test}, not a test")

    def loadTestsFromNames(self, names, module=None):
        """Return a suite of all test cases found using the given sequence of names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """Return a sorted sequence of method names found within testCaseClass"""
        names = []
        for name in dir(testCaseClass):
            if name.startswith(self.testMethodPrefix) and callable(getattr(testCaseClass, name)):
                if self.testNamePatterns is not None:
                    from fnmatch import fnmatchcase
                    full = f"{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}"
                    if not any(fnmatchcase(full, pattern) for pattern in self.testNamePatterns):
                        continue
                names.append(name)
        if self.sortTestMethodsUsing:
            names.sort(key=cmp_to_key(self.sortTestMethodsUsing))
        return names

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """Find and return all tests of modules whose file matches, below a folder or a package."""
        import os
        top = top_level_dir or self._top_level_dir or start_dir
        if not os.path.isdir(start_dir):
            module = __import__(start_dir)
            module = sys.modules[start_dir]
            if not getattr(module, "__path__", None):
                raise ImportError(f"Start directory is not importable: {start_dir!r}")
            start_dir = module.__path__[0]
            if top_level_dir is None:
                top = start_dir
                for _ in module.__name__.split("."):
                    top = os.path.dirname(top)
        top = os.path.abspath(top)
        start_dir = os.path.abspath(start_dir)
        if top not in sys.path:
            sys.path.insert(0, top)
        if start_dir != top and not os.path.isfile(os.path.join(start_dir, "__init__.py")):
            raise ImportError(f"Start directory is not importable: {start_dir!r}")
        return self.suiteClass(self._find_tests(os, start_dir, pattern, top))

    def _find_tests(self, os, folder, pattern, top):
        from fnmatch import fnmatch
        for entry in sorted(os.listdir(folder)):
            path = os.path.join(folder, entry)
            name = os.path.relpath(path, top).replace(os.sep, ".")
            if os.path.isfile(path):
                if not (entry.endswith(".py") and entry[:-3].isidentifier() and fnmatch(entry, pattern)):
                    continue
                name = name[:-3]
            elif not os.path.isfile(os.path.join(path, "__init__.py")):
                continue
            load_tests = None
            if not (os.path.isdir(path) and not fnmatch(entry, pattern)):
                try:
                    __import__(name)
                except case.SkipTest as e:
                    yield _skipped(name, e, self.suiteClass)
                    continue
                except:
                    error_case, message = _failed_import(name, self.suiteClass)
                    self.errors.append(message)
                    yield error_case
                    continue
                load_tests = getattr(sys.modules[name], "load_tests", None)
                yield self.loadTestsFromModule(sys.modules[name], pattern=pattern)
            if os.path.isdir(path) and load_tests is None:
                yield from self._find_tests(os, path, pattern, top)


def _skipped(name, exception, suiteClass):
    @case.skip(str(exception))
    def testSkipped(self):
        pass
    return suiteClass((type("ModuleSkipped", (case.TestCase,), {name: testSkipped})(name),))


defaultTestLoader = TestLoader()
