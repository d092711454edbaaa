"""The C locale."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)


class Error(Exception):
    """No such locale."""


def setlocale(category, locale=None):
    """Set the locale: only C is there."""
    if locale not in (None, "", "C", "POSIX"):
        raise Error("unsupported locale setting")
    return "C"


def localeconv():
    """How the C locale writes numbers."""
    return {"decimal_point": ".", "thousands_sep": "", "grouping": []}


def getpreferredencoding(do_setlocale=True):
    """The encoding of text."""
    return "utf-8"


def getencoding():
    """The encoding of text."""
    return "utf-8"


def getlocale(category=LC_CTYPE):
    """The locale and its encoding."""
    return None, None
