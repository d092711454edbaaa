"""How CPython was built: not known."""


def get_config_vars(*names):
    """Nothing is known."""
    return [None for _ in names] if names else {}


def get_config_var(name):
    """Nothing is known."""
    return None


def get_path(name, *_):
    """Nothing is known."""
    return ""


def get_platform():
    """The system."""
    return "pyrite"


def is_python_build(*_):
    """Whether it runs from where it was built."""
    return False
