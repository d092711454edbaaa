"""Bad input: each kind gives its exception with a traceback, and the prompt works afterwards."""

import pytest


COMPILER = ("SyntaxError", "IndentationError", "MemoryError: Parser stack")

CASES = {
    "syntax": ("x = = 1", "SyntaxError: invalid syntax"),
    "indentation": ("if True:\nprint(1)", "IndentationError: "),
    "name": ("print(undefined_name)", "NameError: name 'undefined_name' is not defined"),
    "missing-file": ("open('/no/such/file')", "FileNotFoundError: [Errno 2] "),
    "missing-module": ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
    "open-string": ("x = '" + "a" * 100_000, "SyntaxError: unterminated string literal"),
    "parentheses": ("(" * 10_000 + ")" * 10_000, COMPILER),
    "brackets": ("x = " + "[" * 10_000 + "]" * 10_000, COMPILER),
    "signs": ("x = " + "-" * 10_000 + "1", COMPILER),
    "recursion": ("def f(): return f()\nf()", "RecursionError: "),
    "recursion-init": ("class C:\n  def __init__(self): C()\nC()", "RecursionError: "),
    "recursion-repr": ("class C:\n  def __repr__(self): return repr(self)\nrepr(C())", "RecursionError: "),
    "recursion-str": ("class C:\n  def __str__(self): return f'{self}'\nstr(C())", "RecursionError: "),
    "recursion-equal": ("class C:\n  def __eq__(self, o): return self == o\nC() == C()", "RecursionError: "),
    "recursion-getattr": (
        "class C:\n  def __getattr__(self, name): return getattr(self, name)\nC().x",
        "RecursionError: ",
    ),
    "recursion-generator": ("def g():\n  yield from g()\nlist(g())", "RecursionError: "),
    "recursion-sort-key": ("def f(x): return sorted([1, 2], key=f)\nf(0)", "RecursionError: "),
    "deep-list": ("x = []\nfor i in range(10**9): x = [x]", "MemoryError"),
    "deep-repr": ("x = []\nfor i in range(10**4): x = [x]\nrepr(x)", "RecursionError: "),
    "deep-compare": (
        "x, y = [], []\nfor i in range(10**4): x, y = [x], [y]\nx == y",
        "RecursionError: ",
    ),
    "bytes-above-word": ("x = bytes(1 << 40)", ("MemoryError", "OverflowError")),
    "large-str": ("x = 'a' * (1 << 29)", "MemoryError"),
    "large-list": ("x = [0] * (1 << 28)", "MemoryError"),
    "growing-list": ("x = []\nwhile True: x.append('x' * 1000)", "MemoryError"),
    "growing-str": ("x = 'x'\nwhile True: x += x", "MemoryError"),
    "large-int": ("x = 10 ** 10 ** 7", ("MemoryError", "OverflowError")),
    "own": ("raise SystemError('made up')", "SystemError: made up"),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.features("LG01", "LG34", "LG39")
def test_prompt_survives(raw, case):
    code, error = CASES[case]
    out, err = raw.paste(code, seconds=60)
    last = err.splitlines()[-1]
    assert last.startswith(error), last
    # What the compiler raises has no frames, and CPython prints no header for it then.
    if not last.startswith(COMPILER):
        assert err.startswith("Traceback (most recent call last):\n")
    assert raw.paste("print('alive')") == ("alive\n", "")
    assert raw.paste("import gc\nx = y = None\ngc.collect()\nz = [0] * 1000\nprint(len(z))") == ("1000\n", "")


def test_long_line_at_the_prompt_is_run(raw):
    code = "x = [" + "1, " * 33_000 + "]\nprint(len(x))"
    assert len(code) > 99_000
    assert raw.paste(code, seconds=60) == ("33000\n", "")


@pytest.mark.parametrize("board", ["mps2-an385", "host"])
def test_script_that_is_not_utf8_names_the_byte(pyrite, tmp_path, board):
    script = tmp_path / "latin.py"
    script.write_bytes(b"x = 1\ny = '\xe9'\n")
    done = pyrite("run", "--board", board, script)
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"SyntaxError" in done.stderr
    assert b"position 11" in done.stderr or b"0xe9" in done.stderr or b"\\xe9" in done.stderr
    assert b"line 2" in done.stderr
