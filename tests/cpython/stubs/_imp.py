"""The part of CPython's import machinery that test.support names."""


def is_frozen(name):
    """Whether a module is in the program."""
    return False


def _override_frozen_modules_for_tests(override):
    """Choose whether frozen modules are used: without effect."""
