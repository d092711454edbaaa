"""Unittest main program"""

import sys

from . import loader, runner

__unittest = True

_results = []
_handler = None


def registerResult(result):
    _results.append(result)


def removeResult(result):
    known = result in _results
    if known:
        _results.remove(result)
    return known


def installHandler():
    """Let the first Ctrl-C stop the tests at the end of the one that runs."""
    global _handler
    if _handler is None:
        import signal
        default = signal.getsignal(signal.SIGINT)

        def handler(number, frame):
            if not handler.called and signal.getsignal(signal.SIGINT) is handler:
                handler.called = True
                for result in _results:
                    result.stop()
            else:
                default(number, frame)
        handler.called = False
        handler.default = default
        _handler = handler
        signal.signal(signal.SIGINT, handler)


def removeHandler(method=None):
    global _handler
    if method is not None:
        from functools import wraps

        @wraps(method)
        def inner(*args, **kwargs):
            import signal
            initial = signal.getsignal(signal.SIGINT)
            removeHandler()
            try:
                return method(*args, **kwargs)
            finally:
                signal.signal(signal.SIGINT, initial)
        return inner
    if _handler is not None:
        import signal
        signal.signal(signal.SIGINT, _handler.default)
        _handler = None


_USAGE = """\
usage: {} [-h] [-v] [-q] [--locals] [--durations N] [-f] [-c] [-b] [-k TESTNAMEPATTERNS] [tests ...]

  tests               names of modules, classes or methods
  -v, --verbose       Verbose output
  -q, --quiet         Quiet output
  --locals            Show local variables in tracebacks
  --durations N       Show the N slowest test cases (N=0 for all)
  -f, --failfast      Stop on first fail or error
  -c, --catch         Catch Ctrl-C and display results so far
  -b, --buffer        Buffer stdout and stderr during tests
  -k TESTNAMEPATTERNS Only run tests which match the given substring
  discover [-s START] [-p PATTERN] [-t TOP]   find tests in files
"""


class TestProgram:
    """A command-line program that runs a set of tests."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False, durations=None):
        if isinstance(module, str):
            __import__(module)
            self.module = sys.modules[module]
        else:
            self.module = module
        argv = sys.argv if argv is None else argv
        self.exit = exit
        self.failfast = failfast
        self.catchbreak = catchbreak
        self.verbosity = verbosity
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.durations = durations
        self.warnings = "default" if warnings is None and not sys.warnoptions else warnings
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.progName = (argv[0] if argv else "").rpartition("/")[2]
        self.parseArgs(argv)
        self.runTests()

    def _usage(self, status, message=None):
        if message:
            print(f"{self.progName}: error: {message}", file=sys.stderr)
        print(_USAGE.format(self.progName), end="", file=sys.stderr if status else sys.stdout)
        sys.exit(status)

    def parseArgs(self, argv):
        values = {"-k": [], "--durations": None, "-s": ".", "-p": "test*.py", "-t": None}
        names = []
        args = argv[1:]
        while args:
            arg = args.pop(0)
            option = {"--start-directory": "-s", "--pattern": "-p", "--top-level-directory": "-t"}.get(arg, arg)
            if option in values:
                if not args:
                    self._usage(2, f"argument {arg}: expected one argument")
                value = args.pop(0)
                if option == "-k":
                    values[option].append(value if "*" in value else f"*{value}*")
                else:
                    values[option] = value
            elif not arg.startswith("-"):
                names.append(arg)
            elif arg in ("-h", "--help"):
                self._usage(0)
            elif arg in ("-v", "--verbose"):
                self.verbosity = 2
            elif arg in ("-q", "--quiet"):
                self.verbosity = 0
            elif arg == "--locals":
                self.tb_locals = True
            elif arg in ("-f", "--failfast"):
                self.failfast = True if self.failfast is None else self.failfast
            elif arg in ("-c", "--catch"):
                self.catchbreak = True if self.catchbreak is None else self.catchbreak
            elif arg in ("-b", "--buffer"):
                self.buffer = True if self.buffer is None else self.buffer
            else:
                self._usage(2, f"unrecognized arguments: {arg}")
        if values["-k"]:
            self.testNamePatterns = values["-k"]
        if values["--durations"] is not None:
            self.durations = int(values["--durations"])
        discover = names[:1] == ["discover"] or self.module is None and not names
        if discover:
            for option, value in zip(("-s", "-p", "-t"), names[1:]):
                values[option] = value
            self.testNames = None
        elif names:
            self.testNames = names
            if __name__ == "__main__":
                self.module = None
        elif self.defaultTest is None:
            self.testNames = None
        elif isinstance(self.defaultTest, str):
            self.testNames = [self.defaultTest]
        else:
            self.testNames = list(self.defaultTest)
        self.createTests((values["-s"], values["-p"], values["-t"]) if discover else None)

    def createTests(self, discover=None):
        if self.testNamePatterns:
            self.testLoader.testNamePatterns = self.testNamePatterns
        if discover is not None:
            self.test = self.testLoader.discover(*discover)
        elif self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def runTests(self):
        if self.catchbreak:
            installHandler()
        if self.testRunner is None:
            self.testRunner = runner.TextTestRunner
        if isinstance(self.testRunner, type):
            arguments = dict(verbosity=self.verbosity, failfast=self.failfast, buffer=self.buffer,
                             warnings=self.warnings, tb_locals=self.tb_locals, durations=self.durations)
            try:
                testRunner = self.testRunner(**arguments)
            except TypeError:
                try:
                    del arguments["tb_locals"], arguments["durations"]
                    testRunner = self.testRunner(**arguments)
                except TypeError:
                    testRunner = self.testRunner()
        else:
            testRunner = self.testRunner
        self.result = testRunner.run(self.test)
        if self.exit:
            if not self.result.wasSuccessful():
                sys.exit(1)
            elif self.result.testsRun == 0 and len(self.result.skipped) == 0:
                sys.exit(5)
            else:
                sys.exit(0)


main = TestProgram
