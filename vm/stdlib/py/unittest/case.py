"""Test cases and their assertions."""

import contextlib
import sys
import time
import types
import warnings

from . import result, util
from .util import strclass, safe_repr, _count_diff, _common_shorten_repr

__unittest = True

_absent = object()
DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."


class SkipTest(Exception):
    """Raise this exception in a test to skip it."""


class _ShouldStop(Exception):
    """The test should stop."""


class _UnexpectedSuccess(Exception):
    """The test was supposed to fail, but it didn't!"""


class _Outcome:
    """What became of the parts of a test so far."""

    def __init__(self, result=None):
        self.result = result
        self.foreseen = None
        self.expecting_failure, self.success = False, True

    @contextlib.contextmanager
    def part(self, test, subTest=False):
        before, self.success = self.success, True
        try:
            yield
            if subTest and self.success:
                self._report(test, None, True)
        except KeyboardInterrupt:
            raise
        except _ShouldStop:
            pass  # Reported by the subtest that asked for it.
        except SkipTest as reason:
            self.success = False
            _addSkip(self.result, test, str(reason))
        except:
            if self.expecting_failure:
                self.foreseen = sys.exc_info()
            else:
                self.success = False
                self._report(test, sys.exc_info(), subTest)
        finally:
            self.success &= before

    def _report(self, test, error, subTest):
        if subTest:
            self.result.addSubTest(test.test_case, test, error)
        elif self.result is not None:
            _addError(self.result, test, error)


def _run_last(calls, call):
    """Make calls that were put off, the last one first."""
    while calls:
        function, positional, named = calls.pop()
        call(function, *positional, **named)


def _addSkip(result, test_case, reason):
    add = getattr(result, "addSkip", None)
    if add is None:
        warnings.warn("TestResult has no addSkip method, skips not reported", RuntimeWarning, 2)
        result.addSuccess(test_case)
    else:
        add(test_case, reason)


def _addError(result, test, error):
    failed = issubclass(error[0], test.failureException)
    (result.addFailure if failed else result.addError)(test, error)


def _enter_context(cm, addcleanup):
    cls = type(cm)
    try:
        enter, exit = cls.__enter__, cls.__exit__
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support "
                        f"the context manager protocol") from None
    value = enter(cm)
    addcleanup(exit, cm, None, None, None)
    return value


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Called even if setUpModule fails."""
    _module_cleanups.append([function, args, kwargs])


def enterModuleContext(cm):
    """Enter a context manager; it is left when the module's tests are done."""
    return _enter_context(cm, addcleanup=addModuleCleanup)


def doModuleCleanups():
    """Execute all module cleanup functions."""
    raised = []

    def call(function, *args, **kwargs):
        try:
            function(*args, **kwargs)
        except Exception as error:
            raised.append(error)
    _run_last(_module_cleanups, call)
    if raised:
        raise raised[0]


def skip(reason):
    """Unconditionally skip a test."""
    if isinstance(reason, types.FunctionType):
        return _skipped(reason, "")
    return lambda item: _skipped(item, reason)


def _skipped(item, why):
    if not isinstance(item, type):
        from functools import wraps

        @wraps(item)
        def instead(*args, **kwargs):
            raise SkipTest(why)
        item = instead
    item.__unittest_skip__, item.__unittest_skip_why__ = True, why
    return item


def _skip_reason(test, method):
    """Why a test is to be skipped, or None."""
    marked = [x for x in (test.__class__, method) if getattr(x, "__unittest_skip__", False)]
    if not marked:
        return None
    return (getattr(test.__class__, "__unittest_skip_why__", "")
            or getattr(method, "__unittest_skip_why__", ""))


def _id(obj):
    return obj


def skipIf(condition, reason):
    """Skip a test if the condition is true."""
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """Skip a test unless the condition is true."""
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    setattr(test_item, "__unittest_expecting_failure__", True)
    return test_item


def _is_subtype(expected, base):
    if not isinstance(expected, tuple):
        return isinstance(expected, type) and issubclass(expected, base)
    return all(_is_subtype(one, base) for one in expected)


class _AssertRaisesContext:
    """What assertRaises and its kin return, or do when a callable is given."""

    _base_type = BaseException
    _base_type_str = "an exception type or tuple of exception types"

    def __init__(self, expected, test_case, expected_regex=None):
        self.test_case = test_case
        self.expected = expected
        if expected_regex is not None and isinstance(expected_regex, (bytes, str)):
            import re
            expected_regex = re.compile(expected_regex)
        self.expected_regex = expected_regex
        self.obj_name = None
        self.msg = None

    def _raiseFailure(self, standardMsg):
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, standardMsg))

    def handle(self, name, args, kwargs):
        try:
            if not _is_subtype(self.expected, self._base_type):
                raise TypeError(f"{name}() arg 1 must be {self._base_type_str}")
            if not args:
                self.msg = kwargs.pop("msg", None)
                if kwargs:
                    raise TypeError(f"{next(iter(kwargs))!r} is an invalid keyword argument for this function")
                return self
            function, *rest = args
            self.obj_name = getattr(function, "__name__", None) or str(function)
            with self:
                function(*rest, **kwargs)
        finally:
            # No cycle.
            self = None

    def _name(self):
        try:
            return self.expected.__name__
        except AttributeError:
            return str(self.expected)

    def _by(self):
        return f" by {self.obj_name}" if self.obj_name else ""

    __class_getitem__ = classmethod(types.GenericAlias)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._raiseFailure(f"{self._name()} not raised{self._by()}")
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if self.expected_regex is not None and not self.expected_regex.search(str(exc_value)):
            self._raiseFailure(f'"{self.expected_regex.pattern}" does not match "{exc_value}"')
        return True


class _AssertWarnsContext(_AssertRaisesContext):
    _base_type = Warning
    _base_type_str = "a warning type or tuple of warning types"

    def __enter__(self):
        # Each warning shall be seen, also by modules that have warned already.
        for v in list(sys.modules.values()):
            if getattr(v, "__warningregistry__", None):
                v.__warningregistry__ = {}
        self._catcher = warnings.catch_warnings(record=True)
        self.warnings = self._catcher.__enter__()
        warnings.simplefilter("always", category=self.expected)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self._catcher.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        regex = self.expected_regex
        seen = [entry for entry in self.warnings if isinstance(entry.message, self.expected)]
        for entry in seen:
            if regex is None or regex.search(str(entry.message)):
                self.warning, self.filename, self.lineno = entry.message, entry.filename, entry.lineno
                return
        if seen:
            self._raiseFailure(f'"{regex.pattern}" does not match "{seen[0].message}"')
        self._raiseFailure(f"{self._name()} not triggered{self._by()}")


class _AssertLogsContext:
    """A context manager for assertLogs() and assertNoLogs()."""

    LOGGING_FORMAT = "%(levelname)s:%(name)s:%(message)s"

    def __init__(self, test_case, logger_name, level, no_logs):
        import logging
        self.test_case = test_case
        self.logger_name = logger_name
        self.level = logging._nameToLevel.get(level, level) if level else logging.INFO
        self.msg = None
        self.no_logs = no_logs

    def __enter__(self):
        import logging
        name = self.logger_name
        self.logger = logger = name if isinstance(name, logging.Logger) else logging.getLogger(name)
        records, output = self.records, self.output = [], []
        formatter = logging.Formatter(self.LOGGING_FORMAT)

        class Capturing(logging.Handler):
            def flush(self):
                pass

            def emit(self, record):
                records.append(record)
                output.append(self.format(record))

        handler = Capturing()
        handler.setLevel(self.level)
        handler.setFormatter(formatter)
        self.old = logger.handlers[:], logger.level, logger.propagate
        logger.handlers = [handler]
        logger.setLevel(self.level)
        logger.propagate = False
        if self.no_logs:
            return
        from collections import namedtuple
        return namedtuple("_LoggingWatcher", ["records", "output"])(records, output)

    def __exit__(self, exc_type, exc_value, tb):
        import logging
        self.logger.handlers, level, self.logger.propagate = self.old
        self.logger.setLevel(level)
        if exc_type is not None:
            return False
        if self.no_logs == bool(self.records):
            if self.no_logs:
                text = f"Unexpected logs found: {self.output!r}"
            else:
                text = (f"no logs of level {logging.getLevelName(self.level)} or higher "
                        f"triggered on {self.logger.name}")
            raise self.test_case.failureException(self.test_case._formatMessage(self.msg, text))




class TestCase:
    """A class whose instances are single test cases."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    _diffThreshold = 2 ** 16

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed, cls._class_cleanups = False, []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._outcome = None
        self._testMethodDoc = "No test"
        try:
            testMethod = getattr(self, methodName)
        except AttributeError:
            if methodName != "runTest":
                raise ValueError(f"no such test method in {self.__class__}: {methodName}") from None
        else:
            self._testMethodDoc = testMethod.__doc__
        self._put_off, self._subtest, self._type_equality_funcs = [], None, {}
        for kind, name in ((dict, "Dict"), (list, "List"), (tuple, "Tuple"), (set, "Set"),
                           (frozenset, "Set"), (str, "MultiLine")):
            self.addTypeEqualityFunc(kind, f"assert{name}Equal")

    def addTypeEqualityFunc(self, typeobj, function):
        """Add a type specific assertEqual style function to compare a type."""
        self._type_equality_funcs[typeobj] = function

    def addCleanup(self, function, /, *args, **kwargs):
        """Add a function to be called when the test is completed, last in, first out."""
        self._put_off.append([function, args, kwargs])

    def enterContext(self, cm):
        """Enter a context manager; it is left when the test is completed."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Same as addCleanup, except the cleanup items are called even if setUpClass fails."""
        cls._class_cleanups.append([function, args, kwargs])

    @classmethod
    def enterClassContext(cls, cm):
        """Enter a context manager; it is left when the class is done."""
        return _enter_context(cm, cls.addClassCleanup)

    def setUp(self):
        "To override: before each test."

    def tearDown(self):
        "To override: after each test."

    @classmethod
    def setUpClass(cls):
        "To override: before the first test."

    @classmethod
    def tearDownClass(cls):
        "To override: after the last test."

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """The first line of the test method's docstring, or None."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return f"{strclass(self.__class__)}.{self._testMethodName}"

    def __eq__(self, other):
        same = type(self) is type(other)
        return self._testMethodName == other._testMethodName if same else NotImplemented

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return f"{self._testMethodName} ({strclass(self.__class__)}.{self._testMethodName})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} testMethod={self._testMethodName}>"

    @contextlib.contextmanager
    def subTest(self, msg=_absent, **params):
        """A block whose failure is reported with these parameters, and does not end the test."""
        if self._outcome is None or not hasattr(self._outcome.result, "addSubTest"):
            yield
            return
        parent = self._subtest
        if parent is not None:
            params = {**params, **{k: v for k, v in parent.params.items() if k not in params}}
        self._subtest = _SubTest(self, msg, params)
        try:
            with self._outcome.part(self._subtest, subTest=True):
                yield
            if not self._outcome.success:
                if getattr(self._outcome.result, "failfast", False):
                    raise _ShouldStop
            elif self._outcome.foreseen:
                raise _ShouldStop
        finally:
            self._subtest = parent

    def _addExpectedFailure(self, result, exc_info):
        add = getattr(result, "addExpectedFailure", None)
        if add is None:
            warnings.warn("TestResult has no addExpectedFailure method, reporting as passes", RuntimeWarning)
            result.addSuccess(self)
        else:
            add(self, exc_info)

    def _addUnexpectedSuccess(self, result):
        add = getattr(result, "addUnexpectedSuccess", None)
        if add is not None:
            return add(self)
        warnings.warn("TestResult has no addUnexpectedSuccess method, reporting as failure", RuntimeWarning)
        try:
            raise _UnexpectedSuccess from None
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _addDuration(self, result, elapsed):
        add = getattr(result, "addDuration", None)
        if add is None:
            warnings.warn("TestResult has no addDuration method", RuntimeWarning, stacklevel=2)
        else:
            add(self, elapsed)

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        if method() is not None:
            warnings.warn(f"It is deprecated to return a value that is not None from a test case ({method})",
                          DeprecationWarning, stacklevel=3)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def run(self, result=None):
        stop = None
        if result is None:
            result = self.defaultTestResult()
            start = getattr(result, "startTestRun", None)
            stop = getattr(result, "stopTestRun", None)
            if start is not None:
                start()
        result.startTest(self)
        try:
            testMethod = getattr(self, self._testMethodName)
            why = _skip_reason(self, testMethod)
            if why is not None:
                _addSkip(result, self, why)
                return result
            self._run(result, testMethod)
            return result
        finally:
            result.stopTest(self)
            if stop is not None:
                stop()

    def _run(self, result, testMethod):
        expecting = (getattr(self, "__unittest_expecting_failure__", False)
                     or getattr(testMethod, "__unittest_expecting_failure__", False))
        outcome = _Outcome(result)
        start = time.perf_counter()
        try:
            self._outcome = outcome
            with outcome.part(self):
                self._callSetUp()
            if outcome.success:
                outcome.expecting_failure = expecting
                with outcome.part(self):
                    self._callTestMethod(testMethod)
                outcome.expecting_failure = False
                with outcome.part(self):
                    self._callTearDown()
            self.doCleanups()
            self._addDuration(result, time.perf_counter() - start)
            if outcome.success:
                if not expecting:
                    result.addSuccess(self)
                elif outcome.foreseen:
                    self._addExpectedFailure(result, outcome.foreseen)
                else:
                    self._addUnexpectedSuccess(result)
        finally:
            # No cycle of traceback and frame.
            outcome.foreseen = None
            self._outcome = None

    def doCleanups(self):
        """Execute all cleanup functions."""
        outcome = self._outcome or _Outcome()

        def call(function, *args, **kwargs):
            with outcome.part(self):
                self._callCleanup(function, *args, **kwargs)
        _run_last(self._put_off, call)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Make the calls the class has put off; tearDown_exceptions is what they raised."""
        raised = cls.tearDown_exceptions = []

        def call(function, *args, **kwargs):
            try:
                function(*args, **kwargs)
            except Exception:
                raised.append(sys.exc_info())
        _run_last(cls._class_cleanups, call)

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test; what it raises is the caller's."""
        method = getattr(self, self._testMethodName)
        why = _skip_reason(self, method)
        if why is not None:
            raise SkipTest(why)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        _run_last(self._put_off, self._callCleanup)

    def skipTest(self, reason):
        """Leave the test here, as skipped."""
        raise SkipTest(reason)

    def fail(self, msg=None):
        """Fail in any case."""
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            msg, standardMsg = None, msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return f"{standardMsg} : {msg}"
        except UnicodeDecodeError:
            return f"{safe_repr(standardMsg)} : {safe_repr(msg)}"

    def _fail(self, msg, standardMsg):
        raise self.failureException(self._formatMessage(msg, standardMsg))

    def assertFalse(self, expr, msg=None):
        """Fail if the value is true."""
        if expr:
            self._fail(msg, f"{safe_repr(expr)} is not false")

    def assertTrue(self, expr, msg=None):
        """Fail if the value is false."""
        if not expr:
            self._fail(msg, f"{safe_repr(expr)} is not true")

    def assertRaises(self, expected_exception, *args, **kwargs):
        """Fail unless the exception is raised by the callable, or in the with block."""
        return _AssertRaisesContext(expected_exception, self).handle("assertRaises", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """Fail unless the warning is triggered by the callable, or in the with block."""
        return _AssertWarnsContext(expected_warning, self).handle("assertWarns", args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """As assertRaises; the message must match a regex, too."""
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """As assertWarns; the message must match a regex, too."""
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """Fail unless a log message of a level or higher is emitted in the with block."""
        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """Fail if a log message of a level or higher is emitted in the with block."""
        return _AssertLogsContext(self, logger, level, no_logs=True)

    def _getAssertEqualityFunc(self, first, second):
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                return getattr(self, function) if isinstance(function, str) else function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, "%s != %s" % _common_shorten_repr(first, second))

    def assertEqual(self, first, second, msg=None):
        """Fail if the two objects are unequal as determined by the '==' operator."""
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """Fail if the two objects are equal as determined by the '!=' operator."""
        if not first != second:
            self._fail(msg, f"{safe_repr(first)} == {safe_repr(second)}")

    def _near(self, first, second, places, delta):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        diff = abs(first - second)
        if places is None and delta is not None:
            return diff, diff <= delta, f"{safe_repr(delta)} delta"
        places = 7 if places is None else places
        return diff, round(diff, places) == 0, f"{places!r} places"

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the difference, rounded to places (default 7), is not zero, or exceeds delta."""
        if first == second:
            return
        diff, near, what = self._near(first, second, places, delta)
        if not near:
            self._fail(msg, f"{safe_repr(first)} != {safe_repr(second)} within {what} "
                            f"({safe_repr(diff)} difference)")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the difference, rounded to places (default 7), is zero, or within delta."""
        diff, near, what = self._near(first, second, places, delta)
        if delta is not None:
            if not (first == second) and not near:
                return
            self._fail(msg, f"{safe_repr(first)} == {safe_repr(second)} within {what} "
                            f"({safe_repr(diff)} difference)")
        if first == second or near:
            self._fail(msg, f"{safe_repr(first)} == {safe_repr(second)} within {what}")

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """An equality assertion for ordered sequences (like lists and tuples)."""
        if seq_type is not None:
            name = seq_type.__name__
            for number, seq in ("First", seq1), ("Second", seq2):
                if not isinstance(seq, seq_type):
                    raise self.failureException(f"{number} sequence is not a {name}: {safe_repr(seq)}")
        else:
            name = "sequence"
        differing = None
        try:
            len1 = len(seq1)
        except (TypeError, NotImplementedError):
            differing = f"First {name} has no length.    Non-sequence?"
        if differing is None:
            try:
                len2 = len(seq2)
            except (TypeError, NotImplementedError):
                differing = f"Second {name} has no length.    Non-sequence?"
        if differing is None:
            if seq1 == seq2:
                return
            differing = "%ss differ: %s != %s\n" % ((name.capitalize(),) + _common_shorten_repr(seq1, seq2))
            for i in range(min(len1, len2)):
                try:
                    item1 = seq1[i]
                except (TypeError, IndexError, NotImplementedError):
                    differing += f"\nUnable to index element {i} of first {name}\n"
                    break
                try:
                    item2 = seq2[i]
                except (TypeError, IndexError, NotImplementedError):
                    differing += f"\nUnable to index element {i} of second {name}\n"
                    break
                if item1 != item2:
                    differing += "\nFirst differing element %d:\n%s\n%s\n" % (
                        (i,) + _common_shorten_repr(item1, item2))
                    break
            else:
                if len1 == len2 and seq_type is None and type(seq1) != type(seq2):
                    return
            for more, long, at, seq in (("First", len1, len2, seq1), ("Second", len2, len1, seq2)):
                if long > at:
                    differing += f"\n{more} {name} contains {long - at} additional elements.\n"
                    try:
                        differing += f"First extra element {at}:\n{safe_repr(seq[at])}\n"
                    except (TypeError, IndexError, NotImplementedError):
                        differing += f"Unable to index element {at} of {more.lower()} {name}\n"
        self.fail(self._formatMessage(msg, self._with_diff(differing, seq1, seq2)))

    def _with_diff(self, text, first, second, split=True):
        """A message and the difference of two texts, or of how two objects are printed."""
        try:
            import difflib
            if split:
                import pprint
                first = pprint.pformat(first).splitlines()
                second = pprint.pformat(second).splitlines()
            lines = difflib.ndiff(first, second)
            diff = "\n" + ("\n" if split else "").join(lines)
        except Exception:
            return text
        return self._truncateMessage(text, diff)

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def assertListEqual(self, list1, list2, msg=None):
        """A list-specific equality assertion."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """A tuple-specific equality assertion."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """A set-specific equality assertion."""
        rest = []
        for a, b, number in (set1, set2, "first"), (set2, set1, "second"):
            try:
                rest.append(a.difference(b))
            except TypeError as e:
                self.fail(f"invalid type when attempting set difference: {e}")
            except AttributeError as e:
                self.fail(f"{number} argument does not support set difference: {e}")
        if not any(rest):
            return
        lines = []
        for items, where in zip(rest, ("first set but not the second", "second set but not the first")):
            if items:
                lines.append(f"Items in the {where}:")
                lines += map(repr, items)
        self._fail(msg, "\n".join(lines))

    def assertIn(self, member, container, msg=None):
        """Fail unless a in b."""
        if member not in container:
            self._fail(msg, f"{safe_repr(member)} not found in {safe_repr(container)}")

    def assertNotIn(self, member, container, msg=None):
        """Fail unless a not in b."""
        if member in container:
            self._fail(msg, f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}")

    def assertIs(self, expr1, expr2, msg=None):
        """Fail unless a is b."""
        if expr1 is not expr2:
            self._fail(msg, f"{safe_repr(expr1)} is not {safe_repr(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        """Fail unless a is not b."""
        if expr1 is expr2:
            self._fail(msg, f"unexpectedly identical: {safe_repr(expr1)}")

    def assertDictEqual(self, d1, d2, msg=None):
        for number, d in ("First", d1), ("Second", d2):
            self.assertIsInstance(d, dict, f"{number} argument is not a dictionary")
        if d1 != d2:
            self._fail(msg, self._with_diff("%s != %s" % _common_shorten_repr(d1, d2), d1, d2))

    def assertCountEqual(self, first, second, msg=None):
        """Asserts that two iterables have the same elements, the same number of times."""
        differences = _count_diff(first, second)
        if differences:
            lines = ["Element counts were not equal:"]
            lines += ["First has %d, Second has %d:  %r" % d for d in differences]
            self.fail(self._formatMessage(msg, self._truncateMessage("", "\n".join(lines))))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Fail with a diff unless two texts are equal."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        text = "%s != %s" % _common_shorten_repr(first, second)
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._fail(msg, text)
        a, b = first, second
        if first and second:
            a += "" if a[-1] == "\n" else "\n"
            b += "" if b[-1] == "\n" else "\n"
        self._fail(msg, self._with_diff(text, a.splitlines(True), b.splitlines(True), False))

    def _compare(self, holds, a, b, msg, sign):
        if not holds:
            self._fail(msg, f"{safe_repr(a)} not {sign} {safe_repr(b)}")

    def assertLess(self, a, b, msg=None):
        """Fail unless a < b."""
        self._compare(a < b, a, b, msg, "less than")

    def assertLessEqual(self, a, b, msg=None):
        """Fail unless a <= b."""
        self._compare(a <= b, a, b, msg, "less than or equal to")

    def assertGreater(self, a, b, msg=None):
        """Fail unless a > b."""
        self._compare(a > b, a, b, msg, "greater than")

    def assertGreaterEqual(self, a, b, msg=None):
        """Fail unless a >= b."""
        self._compare(a >= b, a, b, msg, "greater than or equal to")

    def assertIsNone(self, obj, msg=None):
        """Fail unless obj is None."""
        if obj is not None:
            self._fail(msg, f"{safe_repr(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        """Fail if it is None."""
        if obj is None:
            self._fail(msg, "unexpectedly None")

    def assertIsInstance(self, obj, cls, msg=None):
        """Fail unless isinstance(obj, cls)."""
        if not isinstance(obj, cls):
            self._fail(msg, f"{safe_repr(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        """Fail if it is an instance."""
        if isinstance(obj, cls):
            self._fail(msg, f"{safe_repr(obj)} is an instance of {cls!r}")

    def _search(self, text, regex):
        if isinstance(regex, (str, bytes)):
            import re
            regex = re.compile(regex)
        return regex, regex.search(text)

    def assertRegex(self, text, expected_regex, msg=None):
        """Fail unless the pattern is found."""
        if isinstance(expected_regex, (str, bytes)):
            assert expected_regex, "expected_regex must not be empty."
        regex, found = self._search(text, expected_regex)
        if not found:
            self._fail(msg, f"Regex didn't match: {regex.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """Fail if the pattern is found."""
        regex, found = self._search(text, unexpected_regex)
        if found:
            self._fail(msg, f"Regex matched: {text[found.start():found.end()]!r} matches "
                            f"{regex.pattern!r} in {text!r}")


class FunctionTestCase(TestCase):
    """A test case that wraps a test function."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._before, self._after = setUp, tearDown
        self._function, self._description = testFunc, description

    def setUp(self):
        if self._before is not None:
            self._before()

    def tearDown(self):
        if self._after is not None:
            self._after()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def _key(self):
        return self._before, self._after, self._function, self._description

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, self.__class__) else NotImplemented

    def __hash__(self):
        return hash((type(self), *self._key()))

    def __str__(self):
        return f"{strclass(self.__class__)} ({self._function.__name__})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} tec={self._function}>"

    def shortDescription(self):
        if self._description is None:
            first = (self._function.__doc__ or "").partition("\n")[0]
            return first.strip() or None
        return self._description


class _SubTest(TestCase):
    def __init__(self, test_case, message, params):
        super().__init__()
        self._label = message
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = []
        if self._label is not _absent:
            parts.append(f"[{self._label}]")
        if self.params:
            parts.append("(%s)" % ", ".join(f"{k}={v!r}" for k, v in self.params.items()))
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._subDescription()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._subDescription()}"
