"""`./pyrite run`: output, errors and status are the program's and nothing else's."""

import os
import pty
import re
import signal
import time

import launcher
import pytest
from console import Console

BOARDS = pytest.mark.parametrize("board", ["mps2-an385", "host"])


@BOARDS
def test_code_prints_and_ends_with_status_0(pyrite, board):
    done = pyrite("run", "--board", board, "-c", "print(sum(i*i for i in range(1000)))")
    assert (done.stdout, done.stderr, done.returncode) == (b"332833500\n", b"", 0)


@BOARDS
@pytest.mark.features("BI16")
def test_system_exit_is_the_status(pyrite, board):
    done = pyrite("run", "--board", board, "-c", "raise SystemExit(3)")
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 3)
    done = pyrite("run", "--board", board, "-c", "import sys; sys.exit('why')")
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"why\n", 1)


@BOARDS
@pytest.mark.features("RE15")
def test_traceback_is_cpython_s(pyrite, board):
    done = pyrite("run", "--board", board, "-c", "1/0")
    lines = done.stderr.decode().splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1] == '  File "<string>", line 1, in <module>'
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert (done.stdout, done.returncode) == (b"", 1)


@BOARDS
@pytest.mark.features("LG32")
def test_script_gets_its_arguments_and_its_neighbours(pyrite, tmp_path, board):
    (tmp_path / "main.py").write_text("import sys, near\nprint(sys.argv[1:], near.value, __name__)\n")
    files = tmp_path / "files"
    files.mkdir()
    for place in (files, tmp_path):
        (place / "near.py").write_text("value = 'near'\n")
    words = ["--board", board, "--files", files, tmp_path / "main.py"]
    done = pyrite("run", *words, "a b", "c,d", "%41", "é", "--board", "x")
    expected = "['a b', 'c,d', '%41', 'é', '--board', 'x'] near __main__\n"
    assert (done.stdout.decode(), done.stderr, done.returncode) == (expected, b"", 0)


@BOARDS
@pytest.mark.features("LG32")
def test_module_is_run_by_name(pyrite, tmp_path, board):
    (tmp_path / "mod.py").write_text("import sys\nprint(__name__, sys.argv[1:])\n")
    done = pyrite("run", "--board", board, "--files", tmp_path, "-m", "mod", "x", cwd=tmp_path)
    assert (done.stdout, done.returncode) == (b"__main__ ['x']\n", 0), done.stderr


@BOARDS
@pytest.mark.features("LG31", "LG32")
def test_packages_are_programs(pyrite, tmp_path, board):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__init__.py").write_text("value = 3\n")
    (tmp_path / "pack" / "tool.py").write_text("from . import value\nprint(__name__, __package__, value)\n")
    (tmp_path / "pack" / "__main__.py").write_text("import sys\nprint(__spec__.name, sys.argv[1:])\n")
    for name, said in (("pack.tool", b"__main__ pack 3\n"), ("pack", b"pack.__main__ ['x']\n")):
        done = pyrite("run", "--board", board, "--files", tmp_path, "-m", name, "x", cwd=tmp_path)
        assert (done.stdout, done.returncode) == (said, 0), done.stderr
    done = pyrite("run", "--board", board, "--files", tmp_path, "-m", "pack.none", cwd=tmp_path)
    assert (done.stderr, done.returncode) == (b"pyrite: No module named pack.none\n", 1)


KEEPING = """
import sys
sys.dont_write_bytecode = {keep_nothing}
import near
path = near.__cached__
for change in (lambda image: image[:-4], lambda image: image[:40] + b"?" + image[41:]):
    try:
        image = near.__loader__.get_data(path)
    except FileNotFoundError:
        sys.exit("nothing is kept")
    with open(path, "wb") as file:
        file.write(change(image))
    del sys.modules["near"]
    import near
    print(near.__loader__.get_data(path) == image)
"""


@pytest.mark.features("LG31")
def test_compiled_code_is_kept_by_a_guest(pyrite, tmp_path):
    # A guest cannot make the folder: semihosting has no call for it.
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "other").write_text("")
    (tmp_path / "near.py").write_text("print('near')\n")
    words = ["run", "--board", "mps2-an385", "--files", tmp_path, "-c"]
    done = pyrite(*words, KEEPING.format(keep_nothing=True))
    assert (done.stdout, done.stderr) == (b"near\n", b"nothing is kept\n")
    done = pyrite(*words, KEEPING.format(keep_nothing=False))
    assert (done.stdout, done.stderr) == (b"near\n" + b"near\nTrue\n" * 2, b"")


@BOARDS
def test_bytes_of_the_output_are_not_changed(pyrite, board):
    code = "print('a\\nb\\r\\nc\\té€😀'); import sys; sys.stdout.write('no newline')"
    done = pyrite("run", "--board", board, "-c", code)
    assert done.stdout == "a\nb\r\nc\té€😀\nno newline".encode()
    done = pyrite("run", "--board", board, "-c", "for i in range(5000): print('x' * 70)")
    assert done.stdout == (b"x" * 70 + b"\n") * 5000


@BOARDS
def test_standard_error_is_kept_apart(pyrite, board):
    done = pyrite("run", "--board", board, "-c", "import sys; print('out'); print('err', file=sys.stderr)")
    assert (done.stdout, done.stderr, done.returncode) == (b"out\n", b"err\n", 0)


@BOARDS
def test_input_comes_from_standard_input(pyrite, board):
    code = "print(input() + '|' + input())"
    done = pyrite("run", "--board", board, "-c", code, input=b"one\ntwo\n")
    assert (done.stdout, done.returncode) == (b"one|two\n", 0), done.stderr


@BOARDS
def test_missing_script_is_reported_as_cpython_does(pyrite, board):
    done = pyrite("run", "--board", board, "no-such-script.py")
    assert done.stdout == b""
    assert b"no-such-script.py" in done.stderr
    assert b"No such file or directory" in done.stderr
    assert done.returncode == 2


def test_small_heap_is_respected(pyrite):
    done = pyrite("run", "--ram", "200K", "-c", "import gc; print(gc.mem_alloc() + gc.mem_free() < 205000)")
    assert (done.stdout, done.returncode) == (b"True\n", 0), done.stderr
    done = pyrite("run", "--ram", "200K", "-c", "x = bytes(300000)")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(b"MemoryError")


def test_unknown_board_is_named_with_those_that_exist(pyrite):
    done = pyrite("run", "--board", "nonesuch", "-c", "1")
    assert done.returncode != 0
    assert b"nonesuch" in done.stderr
    assert b"mps2-an385" in done.stderr


def test_prompt_on_a_terminal_takes_ctrl_c_and_leaves_by_its_escape():
    parent, child = pty.openpty()
    process = launcher.start("run", stdin=child, stdout=child, stderr=child, start_new_session=True)
    os.close(child)
    console = Console(_Terminal(parent))
    try:
        assert b"Ctrl-]" in console.wait(b">>> ", 120)
        console.send(b"while True: pass\r\r")
        console.wait(b"... ")
        console.silence(0.5)
        console.send(b"\x03")
        assert b"KeyboardInterrupt" in console.wait(b">>> ")
        console.send(b"\x1dx")
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(parent)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_emulator_stays_behind(number):
    process = launcher.start("run", "--serial", "pty", text=True)
    with process.stdout:
        device = process.stdout.readline().strip()
        assert re.fullmatch(r"/dev/pts/\d+", device), device
        emulators = _children(process.pid)
        assert emulators, "no emulator was started"
        process.send_signal(number)
        process.wait(20)
    end = time.monotonic() + 10
    while time.monotonic() < end and any(_alive(pid) for pid in emulators):
        time.sleep(0.02)
    assert not any(_alive(pid) for pid in emulators)


class _Terminal:
    """The parent's end of a terminal, with the calls of a socket that Console makes."""

    def __init__(self, fd):
        self.fd = fd
        self.timeout = None

    def settimeout(self, seconds):
        self.timeout = seconds

    def sendall(self, data):
        os.write(self.fd, data)

    def recv(self, count):
        import select

        if not select.select([self.fd], [], [], self.timeout)[0]:
            raise TimeoutError
        return os.read(self.fd, count)


def _children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
