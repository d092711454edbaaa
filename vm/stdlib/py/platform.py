"""What the program runs on."""

import sys


def python_implementation():
    """The name of this Python."""
    return sys.implementation.name.capitalize()


def python_version():
    """The version of the language."""
    return "{}.{}.{}".format(*sys.version_info)


def python_version_tuple():
    """The parts of the version."""
    return tuple(map(str, sys.version_info[:3]))


def python_compiler():
    """What compiled it."""
    return "rustc"


def python_build():
    """Number and date of the build."""
    return "", ""


def system():
    """The name of the system."""
    return sys.platform.capitalize()


def machine():
    """The processor."""
    return getattr(sys.implementation, "_machine", "").rpartition(" with ")[2]


def processor():
    """The processor."""
    return machine()


def node():
    """The name in the network."""
    return ""


def release():
    """The version of the system."""
    return ".".join(map(str, sys.implementation.version[:3]))


def version():
    """The version of the system, in words."""
    return sys.version


def libc_ver():
    """The C library."""
    return "picolibc", ""


def architecture(*_):
    """Bits of a word."""
    return ("64bit" if sys.maxsize > 2**32 else "32bit"), "ELF"


def platform(aliased=False, terse=False):
    """System and version in a word."""
    return f"{system()}-{release()}-{machine()}".rstrip("-")
