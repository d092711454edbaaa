"""TestSuite"""

import sys

from . import case, util

__unittest = True


class BaseTestSuite:
    """A simple test suite that doesn't provide class or module shared fixtures."""

    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._removed_tests = 0
        self.addTests(tests)

    def __repr__(self):
        return f"<{util.strclass(self.__class__)} tests={list(self)}>"

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return list(self) == list(other)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result):
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        return result

    def _removeTestAtIndex(self, index):
        """Let go of a test that has run, and of what it holds."""
        try:
            test = self._tests[index]
        except TypeError:
            return
        if hasattr(test, "countTestCases"):
            self._removed_tests += test.countTestCases()
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the tests without collecting errors in a TestResult"""
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    """A composite test consisting of a number of TestCases, with class and module fixtures."""

    def run(self, result, debug=False):
        top = not getattr(result, "_testRunEntered", False)
        if top:
            result._testRunEntered = True
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if _is_test(test):
                self._tearDownPreviousClass(test, result)
                self._handleModuleFixture(test, result)
                self._handleClassSetUp(test, result)
                result._previousTestClass = test.__class__
                if getattr(test.__class__, "_classSetupFailed", False) or result._moduleSetUpFailed:
                    continue
            if debug:
                test.debug()
            else:
                test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        if top:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def debug(self):
        self.run(_DebugResult(), True)

    def _call(self, result, function, name, parent, info=None):
        """Call a fixture; what it raises becomes an error of the result. True if it did not."""
        _call(result, "_setupStdout")
        try:
            try:
                function()
            except Exception as e:
                if isinstance(result, _DebugResult):
                    raise
                self._report(result, e, sys.exc_info(), name, parent)
                return False
            return True
        finally:
            _call(result, "_restoreStdout")

    def _report(self, result, e, info, name, parent):
        error = _ErrorHolder(f"{name} ({parent})")
        addSkip = getattr(result, "addSkip", None)
        if addSkip is not None and isinstance(e, case.SkipTest):
            addSkip(error, str(e))
        else:
            result.addError(error, info)

    def _handleClassSetUp(self, test, result):
        cls = test.__class__
        if cls == result._previousTestClass or result._moduleSetUpFailed:
            return
        if getattr(cls, "__unittest_skip__", False):
            return
        try:
            cls._classSetupFailed = False
        except TypeError:
            pass
        setUp = getattr(cls, "setUpClass", None)
        if setUp is None:
            return
        name = util.strclass(cls)
        if not self._call(result, setUp, "setUpClass", name):
            try:
                cls._classSetupFailed = True
            except TypeError:
                pass
            self._class_cleanups(cls, result, "setUpClass", name)

    def _class_cleanups(self, cls, result, what, name):
        cleanups = getattr(cls, "doClassCleanups", None)
        if cleanups is None:
            return
        _call(result, "_setupStdout")
        try:
            cleanups()
            for info in cls.tearDown_exceptions:
                if isinstance(result, _DebugResult):
                    raise info[1]
                self._report(result, info[1], info, what, name)
        finally:
            _call(result, "_restoreStdout")

    def _tearDownPreviousClass(self, test, result):
        cls = getattr(result, "_previousTestClass", None)
        if cls is None or (test is not None and cls == test.__class__):
            return
        if (getattr(cls, "_classSetupFailed", False) or getattr(result, "_moduleSetUpFailed", False)
                or getattr(cls, "__unittest_skip__", False)):
            return
        name = util.strclass(cls)
        tearDown = getattr(cls, "tearDownClass", None)
        if tearDown is not None:
            self._call(result, tearDown, "tearDownClass", name)
        self._class_cleanups(cls, result, "tearDownClass", name)

    def _previousModule(self, result):
        cls = getattr(result, "_previousTestClass", None)
        return cls and cls.__module__

    def _handleModuleFixture(self, test, result):
        name = test.__class__.__module__
        if name == self._previousModule(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        module = sys.modules.get(name)
        setUp = getattr(module, "setUpModule", None)
        if setUp is not None and not self._call(result, setUp, "setUpModule", name):
            result._moduleSetUpFailed = True
            self._call(result, case.doModuleCleanups, "setUpModule", name)

    def _handleModuleTearDown(self, result):
        name = self._previousModule(result)
        if name is None or result._moduleSetUpFailed:
            return
        module = sys.modules.get(name)
        if module is None:
            return
        tearDown = getattr(module, "tearDownModule", None)
        if tearDown is not None:
            self._call(result, tearDown, "tearDownModule", name)
        self._call(result, case.doModuleCleanups, "tearDownModule", name)


class _ErrorHolder:
    """Stands for a test in a result where a fixture failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return f"<ErrorHolder description={self.description!r}>"

    def __str__(self):
        return self.id()

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


def _call(result, name):
    getattr(result, name, lambda: None)()


def _is_test(test):
    """Whether it is a test, not a suite."""
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _DebugResult:
    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
