"""The real mpremote, unmodified, against the serial port of `./pyrite run --serial pty`."""

import os
import pty
import subprocess
import sys

import launcher
import pytest
from console import Console
from test_run import _Terminal


@pytest.fixture(scope="module")
def device():
    """The path of a guest's serial port."""
    process = launcher.start("run", "--serial", "pty", text=True)
    with process.stdout:
        yield process.stdout.readline().strip()
        process.terminate()
        process.wait(20)


def mpremote(device, *words, timeout=60):
    command = [sys.executable, "-m", "mpremote", "connect", device, *map(str, words)]
    return subprocess.run(command, capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL)


@pytest.mark.features("RE11", "RE12", "RE14", "RE24")
def test_exec_prints_the_implementation(device):
    done = mpremote(device, "exec", "import sys; print(sys.implementation.name)")
    assert (done.stdout, done.returncode) == (b"pyrite\r\n", 0), done.stderr


@pytest.mark.features("RE24")
def test_eval_prints_a_value(device):
    done = mpremote(device, "eval", "6 * 7")
    assert (done.stdout, done.returncode) == (b"42\r\n", 0), done.stderr


@pytest.mark.features("RE24")
def test_run_sends_a_script(device, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("def f(n):\n    return [i * n for i in range(3)]\n\nfor x in f(2):\n    print(x)\n")
    done = mpremote(device, "run", script)
    assert (done.stdout, done.returncode) == (b"0\r\n2\r\n4\r\n", 0), done.stderr


@pytest.mark.features("RE12", "RE24")
def test_run_sends_a_long_script(device, tmp_path):
    script = tmp_path / "long.py"
    script.write_text("".join(f"a{i} = {i}\n" for i in range(3000)) + "print(a0 + a2999)\n")
    done = mpremote(device, "run", script)
    assert (done.stdout, done.returncode) == (b"2999\r\n", 0), done.stderr


@pytest.mark.features("RE11")
def test_exception_gives_a_traceback_and_a_status(device):
    done = mpremote(device, "exec", "print('before'); {}['k']")
    assert b"before" in done.stdout
    assert b"KeyError: 'k'" in done.stdout + done.stderr
    assert done.returncode != 0


@pytest.mark.features("RE13")
def test_soft_reset_forgets_names(device):
    assert mpremote(device, "resume", "exec", "kept = 1").returncode == 0
    done = mpremote(device, "resume", "exec", "print(kept)")
    assert done.stdout == b"1\r\n", done.stderr
    assert mpremote(device, "soft-reset").returncode == 0
    done = mpremote(device, "resume", "exec", "print('kept' in globals())")
    assert (done.stdout, done.returncode) == (b"False\r\n", 0), done.stderr


@pytest.mark.features("RE01")
def test_repl_is_interactive(device):
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "mpremote", "connect", device, "repl"]
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, start_new_session=True)
    os.close(child)
    console = Console(_Terminal(parent))
    try:
        console.wait(b"Ctrl-]")
        console.send(b"\r")
        console.wait(b">>> ")
        console.send(b"print('from ' + 'here')\r")
        console.wait(b"from here")
        console.send(b"\x1d")
        process.wait(20)
    finally:
        process.kill()
        process.wait()
        os.close(parent)
