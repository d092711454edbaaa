"""Other programs: not there, so that tests of them are skipped."""

import unittest

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    """Something failed."""


class CalledProcessError(SubprocessError):
    """A program failed."""


class TimeoutExpired(SubprocessError):
    """A program took too long."""


class Popen:
    """No program."""

    def __init__(self, *_, **__):
        raise unittest.SkipTest("there are no other programs")


def run(*_, **__):
    """Skip the test that asks for it."""
    raise unittest.SkipTest("there are no other programs")


call = check_call = check_output = run


def _args_from_interpreter_flags():
    return []


_optim_args_from_interpreter_flags = _args_from_interpreter_flags
