"""Bad input: each kind gives its exception with a traceback, and the prompt works afterwards."""

import pytest


@pytest.mark.parametrize(
    "code, error",
    [
        ("x = = 1", "SyntaxError: invalid syntax"),
        ("if True:\nprint(1)", "IndentationError: "),
        ("print(undefined_name)", "NameError: name 'undefined_name' is not defined"),
        ("open('/no/such/file')", "FileNotFoundError: [Errno 2] "),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("x = '" + "a" * 100_000, "SyntaxError: unterminated string literal"),
        ("(" * 10_000 + ")" * 10_000, ""),
        ("x = " + "[" * 10_000 + "]" * 10_000, ""),
        ("x = " + "-" * 10_000 + "1", ""),
        ("def f(): return f()\nf()", "RecursionError: "),
        ("l = []\nfor i in range(10**9): l = [l]\nprint(l)", ""),
        ("x = bytes(1 << 40)", ""),
        ("x = 'a' * (1 << 29)", "MemoryError"),
        ("x = [0] * (1 << 28)", "MemoryError"),
        ("x = []\nwhile True: x.append('x' * 1000)", "MemoryError"),
        ("x = 10 ** 10 ** 7", ""),
        ("raise SystemError('made up')", "SystemError: made up"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
@pytest.mark.features("LG01", "LG34", "LG39")
def test_prompt_survives(raw, code, error):
    out, err = raw.paste(code, seconds=60)
    last = err.splitlines()[-1]
    if error:
        assert last.startswith(error), last
    else:
        kinds = ("MemoryError", "RecursionError", "SyntaxError", "OverflowError")
        assert last.startswith(kinds), last
    if not last.startswith(("SyntaxError", "IndentationError")):
        assert err.startswith("Traceback (most recent call last):\n")
    assert raw.paste("print('alive')") == ("alive\n", "")
    assert raw.paste("import gc\nx = l = None\ngc.collect()\ny = [0] * 1000\nprint(len(y))") == ("1000\n", "")


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
