"""Runs a module of CPython's regression tests, method by method.

    pyrite run.py MODULE RESULTS

Lines go to the file RESULTS as they happen: `start ID`, then `passed ID`, `failed ID` or `skipped ID` with a
tab and the reason, in which newlines are written as `\\n`. Methods that RESULTS names already are not run
again: after a crash the module is started anew with the same file.
"""

import sys
import unittest

NAME, RESULTS = sys.argv[1:3]


def seen():
    """The methods that were started before."""
    try:
        with open(RESULTS, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return set()
    return {line.split("\t")[0].partition(" ")[2] for line in lines}


DONE = seen()
OUT = open(RESULTS, "a", encoding="utf-8", errors="backslashreplace")


def say(verb, ident, reason=""):
    """Writes a line that outlives a crash."""
    reason = reason.replace("\\", "\\\\").replace("\n", "\\n")
    OUT.write(f"{verb} {ident}\t{reason}\n")
    OUT.flush()


def ident_of(test):
    """Class and method, without the module."""
    return test.id().removeprefix(f"test.{NAME}.")


class Result(unittest.TestResult):
    """Tells of each method as it ends."""

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "passed", ""
        say("start", ident_of(test))

    def stopTest(self, test):
        super().stopTest(test)
        say(self.outcome[0], ident_of(test), self.outcome[1])

    def _fail(self, test, err):
        reason = self._exc_info_to_string(err, test)
        if hasattr(test, "_testMethodName") or hasattr(test, "test_case"):
            self.outcome = "failed", reason
        else:
            say("failed", str(test), reason)

    def addError(self, test, err):
        self._fail(test, err)

    def addFailure(self, test, err):
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._fail(test, err)

    def addSkip(self, test, reason):
        if self.outcome[0] != "failed":
            self.outcome = "skipped", reason

    def addUnexpectedSuccess(self, test):
        self.outcome = "failed", "unexpected success"


def main():
    """Runs what is left of the module."""
    try:
        module = __import__(f"test.{NAME}", fromlist=["*"])
    except unittest.SkipTest as error:
        say("skipped", "module", str(error))
        return
    except BaseException:
        import traceback

        say("failed", "module", traceback.format_exc())
        return
    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    for value in list(vars(module).values()):
        if isinstance(value, type) and issubclass(value, unittest.TestCase):
            tests = [test for test in loader.loadTestsFromTestCase(value) if ident_of(test) not in DONE]
            if tests:
                suite.addTest(unittest.TestSuite(tests))
    if hasattr(module, "setUpModule"):
        module.setUpModule()
    for group in suite:
        unittest.TestSuite([group]).run(Result())


main()
