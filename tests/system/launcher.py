"""`./pyrite` as a child that ends with the tests, whatever ends them."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYRITE = str(ROOT / "pyrite")

TIED = ["setpriv", "--pdeathsig", "TERM", "--"]


def start(*words, **options):
    """Starts ./pyrite; its output is a pipe of text unless told otherwise."""
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.Popen([*TIED, PYRITE, *map(str, words)], **options)
