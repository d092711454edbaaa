"""Results of tests."""

import sys
import traceback
from functools import wraps

from . import util

__unittest = True


def failfast(method):
    @wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, "failfast", False):
            self.stop()
        return method(self, *args, **kw)
    return inner


class TestResult:
    """Collects what the tests of a run report."""

    # What the suite remembers between two tests.
    _previousTestClass, _testRunEntered, _moduleSetUpFailed = None, False, False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        for switch in "failfast", "shouldStop", "buffer", "tb_locals":
            setattr(self, switch, False)
        for outcome in ("failures", "errors", "skipped", "expectedFailures", "unexpectedSuccesses",
                        "collectedDurations"):
            setattr(self, outcome, [])
        self.testsRun = 0
        self._captured = None
        self._real_streams = sys.stdout, sys.stderr
        self._show_output = False

    def printErrors(self):
        """For runners: print the list of what went wrong."""

    def startTest(self, test):
        """A test begins."""
        self._show_output = False
        self.testsRun += 1
        self._setupStdout()

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._captured is None:
            from io import StringIO
            self._captured = StringIO(), StringIO()
        sys.stdout, sys.stderr = self._captured

    def _output(self):
        """For each stream: what a test wrote there, under a headline."""
        for title, stream in ("Stdout", sys.stdout), ("Stderr", sys.stderr):
            text = stream.getvalue()
            if text and not text.endswith("\n"):
                text += "\n"
            yield f"\n{title}:\n{text}" if text else ""

    def startTestRun(self):
        """Called once before any tests are executed."""

    def stopTest(self, test):
        """A test is over, whatever came of it."""
        self._restoreStdout()
        self._show_output = False

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._show_output:
            for real, text in zip(self._real_streams, self._output()):
                if text:
                    real.write(text)
        sys.stdout, sys.stderr = self._real_streams
        for stream in self._captured or ():
            stream.seek(0)
            stream.truncate()

    def stopTestRun(self):
        """Called once after all tests are executed."""

    def _note(self, outcomes, test, err, context=None):
        """Put a test and its traceback on a list; its output shall be seen."""
        outcomes.append((test, self._exc_info_to_string(err, context or test)))
        self._show_output = True

    @failfast
    def addError(self, test, err):
        """The test raised something unforeseen; 'err' is what sys.exc_info() returns."""
        self._note(self.errors, test, err)

    @failfast
    def addFailure(self, test, err):
        """An assertion of the test did not hold."""
        self._note(self.failures, test, err)

    def addSubTest(self, test, subtest, err):
        """A subtest is over; 'err' is None if it passed."""
        if err is None:
            return
        if getattr(self, "failfast", False):
            self.stop()
        failed = issubclass(err[0], test.failureException)
        self._note(self.failures if failed else self.errors, subtest, err, test)

    def addSuccess(self, test):
        """The test passed."""

    def addSkip(self, test, reason):
        """The test was left out."""
        self.skipped += [(test, reason)]

    def addExpectedFailure(self, test, err):
        """The test failed as its decorator foretold."""
        text = self._exc_info_to_string(err, test)
        self.expectedFailures += [(test, text)]

    @failfast
    def addUnexpectedSuccess(self, test):
        """The test passed against what its decorator foretold."""
        self.unexpectedSuccesses += [test]

    def addDuration(self, test, elapsed):
        """The test took so many seconds."""
        self.collectedDurations += [(str(test), elapsed)]

    def wasSuccessful(self):
        """Whether nothing has gone wrong so far."""
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        """Ask the run to end after this test."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        kind, error, _ = err
        trace = self._trim_chain(err, test)
        report = traceback.TracebackException(kind, error, trace, capture_locals=self.tb_locals, compact=True)
        text = "".join(report.format())
        return text + "".join(self._output()) if self.buffer else text

    def _trim_chain(self, err, test):
        """Hide this package's frames in an error and all it came from; the error's own traceback."""
        kind, error, trace = err
        top = self._trim(kind, trace, test)
        chain = [error]
        for link in chain:
            if link is not error:
                link.__traceback__ = self._trim(type(link), link.__traceback__, test)
            for origin in getattr(link, "__cause__", None), getattr(link, "__context__", None):
                if origin is not None and not any(origin is known for known in chain):
                    chain.append(origin)
        return top

    def _trim(self, kind, trace, test):
        """A traceback from the first frame of the test on; of a failure, without the assertion's."""
        while trace and self._is_relevant_tb_level(trace):
            trace = trace.tb_next
        if kind is test.failureException:
            self._cut(trace)
        return trace

    def _is_relevant_tb_level(self, tb):
        return "__unittest" in tb.tb_frame.f_globals

    def _cut(self, trace):
        while trace and trace.tb_next:
            if self._is_relevant_tb_level(trace.tb_next):
                trace.tb_next = None
            trace = trace.tb_next

    def __repr__(self):
        return (f"<{util.strclass(self.__class__)} run={self.testsRun} errors={len(self.errors)} "
                f"failures={len(self.failures)}>")
