"""The prompts, spoken to byte by byte over the serial port."""

import os
import re
import socket
import subprocess
import time

import pytest
from console import RAW_BANNER, REBOOT, Console


@pytest.mark.features("RE01")
def test_banner_names_the_implementation_and_the_prompt_follows(guest, console):
    console.send(b"\x02")
    banner = console.wait(b">>> ").decode()
    assert "Pyrite" in banner
    assert "help()" in banner


@pytest.mark.features("RE01")
def test_expression_is_echoed_and_its_value_printed(console):
    console.send(b"1 + 1\r")
    assert console.wait(b">>> ") == b"1 + 1\r\n2\r\n>>> "


def test_none_is_not_printed_and_names_stay(console):
    assert console.line("x = 41") == ""
    assert console.line("None") == ""
    assert console.line("x + 1") == "42\r\n"
    assert console.line("'é€😀'") == "'é€😀'\r\n"


@pytest.mark.features("RE04")
def test_compound_statement_continues_until_an_empty_line(console):
    assert console.block("for i in range(2):", "print(i * 10)") == "0\r\n10\r\n"
    assert console.block("def f(x):", "return x + 1") == ""
    assert console.line("f(1)") == "2\r\n"


@pytest.mark.features("RE04")
def test_block_is_indented_by_itself(console):
    console.send(b"if True:\r")
    assert console.wait(b"... ").endswith(b"... ")
    # The indentation is typed for the user, who sees it and only adds the statement.
    console.send(b"print('inside')\r")
    console.wait(b"... ")
    console.send(b"\r")
    assert b"inside\r\n" in console.wait(b">>> ")


@pytest.mark.features("RE04")
def test_open_brackets_and_strings_continue(console):
    console.send(b"(1 +\r")
    console.wait(b"... ")
    console.send(b"2)\r")
    assert b"3\r\n" in console.wait(b">>> ")
    console.send(b"'''a\r")
    console.wait(b"... ")
    console.send(b"b'''\r")
    assert b"'a\\nb'" in console.wait(b">>> ")


@pytest.mark.parametrize(
    "keys, result",
    [
        (b"12\x1b[D3\r", "132"),  # left
        (b"12\x1b[D\x1b[C3\r", "123"),  # left, right
        (b"23\x1b[H1\r", "123"),  # home
        (b"23\x1b[H1\x1b[F4\r", "1234"),  # home, end
        (b"123\x1b[D\x1b[3~\r", "12"),  # delete
        (b"1234\x7f\x08\r", "12"),  # backspace, both codes
        (b"23\x011\x054\r", "1234"),  # Ctrl-A, Ctrl-E in a line that is not empty
        (b"13\x02\x022\x06\x064\r", "2134"),  # Ctrl-B, Ctrl-F
        (b"1234\x1b[D\x1b[D\x0b\r", "12"),  # Ctrl-K
        (b"99 + 1234\x15567\r", "567"),  # Ctrl-U
        (b"1 + 99\x177\r", "8"),  # Ctrl-W
        (b"12 + 34\x1bb\x1bb\x1bd56\r", "90"),  # Alt-b twice, Alt-d: 56 + 34
    ],
)
@pytest.mark.features("RE02")
def test_line_editing(console, keys, result):
    console.send(keys)
    assert f"\r\n{result}\r\n>>> ".encode() in console.wait(b"\r\n>>> ")


@pytest.mark.features("RE02")
def test_wide_and_combined_characters_can_be_edited(console):
    console.send("'aéx'".encode() + b"\x1b[D\x7f" + "😀'".encode()[:4] + b"\r")
    assert "'aé😀'".encode() in console.wait(b"\r\n>>> ")


@pytest.mark.features("RE02", "RE03")
def test_history_goes_up_and_down(console):
    console.line("111")
    console.line("222")
    console.send(b"\x1b[A\x1b[A\r")
    assert b"\r\n111\r\n" in console.wait(b"\r\n>>> ")
    console.send(b"\x1b[A\x1b[A\x1b[B\x1b[A\x1b[A\r")
    assert b"\r\n>>> " in console.wait(b"\r\n>>> ")
    console.send(b"\x10\r")  # Ctrl-P
    console.wait(b"\r\n>>> ")


@pytest.mark.features("RE01")
def test_ctrl_c_drops_the_line(console):
    console.send(b"garbage(((\x03")
    console.wait(b">>> ")
    assert console.line("'fresh'") == "'fresh'\r\n"


@pytest.mark.features("RE01")
@pytest.mark.parametrize(
    "loop",
    ["while True: pass", "for i in iter(int, 1): pass", "import time; time.sleep(1000)", "input()"],
    ids=["while", "iterator", "sleep", "input"],
)
def test_ctrl_c_interrupts_running_code(console, loop):
    console.send(loop.encode() + b"\r")
    if loop.startswith(("while", "for")):
        console.wait(b"... ")
        console.send(b"\r")
    console.wait(b"\r\n")
    assert console.silence(0.3) == b""
    console.send(b"\x03")
    answer = console.wait(b">>> ").decode()
    assert "Traceback (most recent call last):" in answer
    assert "KeyboardInterrupt" in answer
    assert console.line("1") == "1\r\n"


def test_ctrl_c_can_be_caught(console):
    console.send(b"exec(\"try:\\n  while True: pass\\nexcept KeyboardInterrupt: print('caught')\")\r")
    console.wait(b"\r\n")
    console.silence(0.3)
    console.send(b"\x03")
    assert b"caught" in console.wait(b">>> ")


@pytest.mark.features("RE01", "RE13")
def test_ctrl_d_on_an_empty_line_resets(console):
    console.line("x = 1")
    console.send(b"\x04")
    assert b"MPY: soft reboot\r\n" in console.wait(REBOOT)
    console.wait(b">>> ")
    assert "NameError" in console.line("x")


@pytest.mark.features("RE10")
def test_paste_mode_takes_lines_as_they_are(console):
    console.send(b"\x05")
    head = console.wait(b"=== ")
    assert b"paste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n" in head
    console.send(b"def f():\r    if True:\r        return 5\r\rprint(f())\r")
    console.send(b"\x04")
    assert b"\r\n5\r\n>>> " in console.wait(b"\r\n>>> ")
    console.send(b"\x05")
    console.wait(b"=== ")
    console.send(b"print('never')\r\x03")
    assert b"\r\nnever\r\n" not in console.wait(b">>> ")


@pytest.mark.features("RE10")
def test_bracketed_paste_runs_as_one_block(console):
    console.send(b"\x1b[200~for i in range(2):\r    print(i)\r\x1b[201~\r")
    console.send(b"\r")
    assert b"0\r\n1\r\n" in console.wait(b"1\r\n")


@pytest.mark.features("RE11", "RE14")
def test_raw_prompt_has_the_banner_that_tools_look_for(guest, console):
    console.send(b"\x01")
    assert console.wait(RAW_BANNER).endswith(RAW_BANNER)
    console.send(b"\x02")
    console.wait(b">>> ")


@pytest.mark.features("RE11")
def test_raw_prompt_separates_output_and_traceback(raw):
    assert raw.run("print(6 * 7)") == ("42\n", "")
    out, err = raw.run("print('before')\n1/0\nprint('after')")
    assert out == "before\n"
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith("ZeroDivisionError: division by zero\n")
    assert raw.run("x = 5") == ("", "")
    assert raw.run("print(x)") == ("5\n", "")


@pytest.mark.features("RE11")
def test_raw_prompt_gives_syntax_errors_as_tracebacks(raw):
    out, err = raw.run("x = = 1")
    assert out == ""
    assert "SyntaxError: invalid syntax" in err


@pytest.mark.features("RE12")
def test_raw_paste_runs_code(raw):
    assert raw.paste("print('pasted')") == ("pasted\n", "")
    out, err = raw.paste("raise ValueError('x')")
    assert (out, err.splitlines()[-1]) == ("", "ValueError: x")


@pytest.mark.features("RE12")
def test_raw_paste_takes_more_than_any_buffer(raw):
    lines = "".join(f"x{i} = {i}\n" for i in range(4000))
    assert raw.paste(lines + "print(x0, x3999)", seconds=60) == ("0 3999\n", "")


@pytest.mark.features("RE12")
def test_unknown_raw_request_is_refused(raw):
    raw.send(b"\x05Z\x01")
    assert raw.take(2) == b"R\x00"
    raw.wait(b">")
    assert raw.run("print(1)") == ("1\n", "")


@pytest.mark.features("RE13")
def test_ctrl_c_interrupts_at_the_raw_prompt(raw):
    raw.send(b"while True: pass\x04")
    assert raw.take(2) == b"OK"
    assert raw.silence(0.3) == b""
    raw.send(b"\x03")
    out, err = raw._answer(20)
    assert out == ""
    assert err.splitlines()[-1].startswith("KeyboardInterrupt")
    assert raw.run("print('alive')") == ("alive\n", "")


@pytest.mark.features("RE13", "RE14")
def test_ctrl_d_at_the_raw_prompt_resets_and_stays_raw(raw):
    raw.run("x = 1")
    raw.send(b"\x04")
    assert raw.wait(RAW_BANNER) == b"OK\r\nMPY: soft reboot\r\n" + RAW_BANNER
    assert raw.run("x")[1].splitlines()[-1].startswith("NameError")


def test_import_finds_files_of_the_device(guest, raw):
    (guest.root / "mod.py").write_text("value = 5\ndef f(): return value * 2\n")
    (guest.root / "pkg").mkdir()
    (guest.root / "pkg" / "__init__.py").write_text("name = __name__\n")
    (guest.root / "pkg" / "sub.py").write_text("from . import name\nfull = __name__\n")
    code = "import mod, pkg.sub\nprint(mod.f(), pkg.name, pkg.sub.full, mod.__name__)"
    assert raw.run(code) == ("10 pkg pkg.sub mod\n", "")
    assert raw.run("import nothing_here")[1].splitlines()[-1] == "ModuleNotFoundError: No module named 'nothing_here'"


@pytest.mark.features("KE01")
def test_idle_prompt_leaves_the_processor_to_the_idle_task(guest, console):
    before = _processor_seconds(guest.process.pid)
    assert console.silence(3.0) == b""
    used = _processor_seconds(guest.process.pid) - before
    # A guest that polled would keep a host's processor busy for all of the three seconds.
    assert used < 0.6, f"{used} s of processor time in 3 s"


def _processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.features("KE01")
def test_share_of_the_idle_task_at_the_prompt(boot, tmp_path):
    """The emulator's monitor tells over one second which task has the processor."""
    symbols = subprocess.run(["nm", os.environ["PYRITE_ELF"]], capture_output=True, text=True, check=True).stdout
    places = {name: place for place, _, name in (line.split(None, 2) for line in symbols.splitlines())}
    path = tmp_path / "monitor"
    guest = boot("-monitor", f"unix:{path},server=on,wait=off")
    Console(guest.link).wait(b">>> ")
    link = socket.socket(socket.AF_UNIX)
    link.connect(str(path))
    monitor = Console(link)
    monitor.wait(b"(qemu) ")

    def word(name):
        monitor.send(f"xp /1wx 0x{places[name]}\n".encode())
        return re.search(r": (0x[0-9a-f]+)", monitor.wait(b"\r\n(qemu) ").decode())[1]

    idle = word("xIdleTaskHandles")
    while word("pxCurrentTCB") != idle:
        pass  # The prompt is written, and its task is about to wait.
    first, seen = int(word("xTickCount"), 16), []
    end = time.monotonic() + 1
    while time.monotonic() < end:
        seen.append(word("pxCurrentTCB"))
    ticks = int(word("xTickCount"), 16) - first
    link.close()
    share = 100 * seen.count(idle) / len(seen)
    print(f"idle {share:.1f} % of {len(seen)} samples in {ticks} ticks")
    assert ticks > 0
    assert len(seen) > 100
    assert share >= 99
