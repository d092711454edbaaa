"""The kernel on QEMU's mps2-an385, asked through a console of self-checks.

The firmware is the board's with that console in the place of Python (qemu/examples/kernel-check.rs);
it is built here. Nothing sleeps: every wait is for text, with a limit.
"""

import fcntl
import os
import pathlib
import re
import selectors
import signal
import subprocess
import termios
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
TRIPLE = "thumbv7m-none-eabi"
ELF = TARGET / TRIPLE / "release/examples/kernel-check"
BUILD = ["cargo", "build", "--release", "--target", TRIPLE, "-p", "pyrite-qemu", "--example", ELF.name]
PROMPT = b"pyrite> "
LIMIT_S = 30


def encode(argument):
    """An argument as the firmware decodes it (qemu/src/arguments.rs)."""
    plain = lambda byte: 33 <= byte <= 126 and byte not in b"%,"
    return "".join(chr(b) if plain(b) else f"%{b:02X}" for b in argument.encode())


class Guest:
    """A machine whose serial port is a pair of pipes."""

    def __init__(self, *arguments, options=()):
        config = "enable=on,target=native,arg=pyrite"
        config += "".join(f",arg={encode(argument)}" for argument in arguments)
        self.process = subprocess.Popen(
            ["qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-monitor", "none"]
            + ["-serial", "stdio", "-semihosting-config", config, "-kernel", str(ELF), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        os.set_blocking(self.process.stdin.fileno(), False)
        self.seen = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def exchange(self, data, done):
        """Sends `data` while it reads, until `done(seen)`; gives what was seen and forgets it."""
        end = time.monotonic() + LIMIT_S
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if data:
                selector.register(self.process.stdin, selectors.EVENT_WRITE)
            while not done(self.seen):
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"still waiting; seen {self.seen[-300:]!r}")
                for key, _ in selector.select(left):
                    if key.fileobj is self.process.stdin:
                        data = data[os.write(key.fd, data[:4096]) :]
                        if not data:
                            selector.unregister(self.process.stdin)
                    else:
                        text = os.read(key.fd, 65536)
                        if not text:
                            raise EOFError(f"guest ended; seen {self.seen[-300:]!r}")
                        self.seen += text
        seen, self.seen = self.seen, b""
        return seen

    def processor_ticks(self):
        """What the emulator has used of the processor, in clock ticks."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(stat[11]) + int(stat[12])

    def boot(self):
        self.exchange(b"", lambda seen: seen.endswith(PROMPT))
        return self

    def ask(self, line):
        """The answer to a command, without the prompt."""
        answer = self.exchange(line.encode() + b"\r", lambda seen: seen.endswith(PROMPT))
        return answer[: -len(PROMPT)].decode()

    def end(self, line=None):
        """Everything up to the end of the machine, what it wrote to stderr, and its status."""
        os.set_blocking(self.process.stdin.fileno(), True)
        os.set_blocking(self.process.stdout.fileno(), True)
        data = b"" if line is None else line.encode() + b"\r"
        out, errors = self.process.communicate(data, timeout=LIMIT_S)
        return (self.seen + out).decode(), errors.decode(), self.process.returncode


@pytest.fixture(scope="module", autouse=True)
def firmware():
    subprocess.run(BUILD, cwd=ROOT, check=True)


@pytest.fixture
def guest():
    with Guest() as machine:
        yield machine.boot()


def figures(text):
    return [int(word) for word in re.findall(r"\d+", text)]


def test_prompt_answers(guest):
    assert guest.ask("echo hello") == "hello\r\n"


def test_exit_status_is_the_programs(guest):
    _, _, status = guest.end("exit 42")
    assert status == 42


def test_two_tasks_share_the_processor(guest):
    first, second = figures(guest.ask("preempt"))
    assert min(first, second) > 0
    assert min(first, second) * 2 > max(first, second)


def test_waiting_task_lends_its_priority(guest):
    answer = guest.ask("mutex")
    assert "order HML" in answer or "order HLM" in answer, answer
    assert "inherited 4" in answer


def test_malloc_and_errno_under_preemption(guest):
    # With libc's own locks, which do nothing, two of three runs corrupt the heap: hence several.
    for _ in range(4):
        rounds, errors, leaked = figures(guest.ask("errno"))
        print(f"{rounds} rounds")
        assert rounds > 1000
        assert (errors, leaked) == (0, 0)


def test_heap_bills_add_up(guest):
    text = guest.ask("heap")
    used = sum(int(n) for n in re.findall(r"^\w+ used (\d+)", text, re.M)[:3])
    limit, total, free, foreign = figures(text.splitlines()[3])
    assert total == used + foreign
    assert limit == total + free


def test_allocation_above_the_heap_fails_alone(guest):
    assert guest.ask("alloc 100000000") == "out of memory\r\n"
    assert guest.ask("alloc 1000000") == "got 1000000\r\n"


def test_smaller_heap_is_kept():
    with Guest("--ram=200000") as machine:
        machine.boot()
        assert "limit 200000 " in machine.ask("heap")
        assert machine.ask("alloc 190000") == "out of memory\r\n"


@pytest.mark.parametrize(
    "kind, status, words",
    [
        ("udf", 139, ["UsageFault", "undefined instruction", "cfsr 00010000"]),
        ("unaligned", 139, ["UsageFault", "unaligned access", "cfsr 01000000"]),
        ("null", 139, ["MemManage", "forbidden address", "mmfar 00000004"]),
        ("write", 139, ["MemManage", "forbidden address", "mmfar 00000004"]),
        ("bus", 139, ["BusFault", "bus error", "bfar 90000000"]),
        ("stack", 139, ["MemManage", "stack overflow"]),
        ("assert", 134, ["assertion failed at"]),
        ("panic", 134, ["panicked at", "provoked"]),
    ],
)
def test_fault_reports_and_ends(guest, kind, status, words):
    out, _, returned = guest.end(f"fault {kind}")
    assert returned == status
    for word in [*words, "task python", "backtrace:"]:
        assert word in out
    assert len(re.findall(r"^  [0-9a-f]{8}\r$", out, re.M)) >= 3


def test_backtrace_names_the_calls(guest):
    out, _, _ = guest.end("fault panic")
    # A return address is behind the call: two bytes back is inside it.
    addresses = [f"{int(a, 16) - 2:x}" for a in re.findall(r"^  ([0-9a-f]{8})\r$", out, re.M)]
    names = subprocess.run(
        ["arm-none-eabi-addr2line", "-f", "-i", "-e", str(ELF), *addresses],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "provoke" in names and "console" in names


def test_fault_report_does_not_mix_with_a_programs_output():
    with Guest("fault", "udf") as machine:
        out, errors, status = machine.end()
    assert (out, status) == ("", 139)
    assert "UsageFault" in errors


def test_idle_system_runs_the_idle_task(guest):
    before = os.times()
    answer = guest.ask("idle")
    share = float(re.search(r"idle (\S+) %", answer).group(1))
    print(answer)
    assert share >= 99.0
    # And the idle task waits: the emulator hardly uses its processor over a guest second.
    used_s = guest.processor_ticks() / os.sysconf("SC_CLK_TCK")
    assert used_s < 0.6 * (os.times().elapsed - before.elapsed)


def test_bytes_pass_both_ways_without_loss(guest):
    size = 200_000
    data = bytes((i * 7 + i // 251) & 0xFF for i in range(size))
    # Only then does byte 3 among the data not interrupt.
    guest.exchange(f"copy {size}\r".encode(), lambda seen: seen.endswith(b"ready\r\n"))
    started = time.monotonic()
    seen = guest.exchange(data, lambda s: len(s) >= size + len(PROMPT))
    print(f"{size / (time.monotonic() - started):.0f} bytes/s each way")
    assert seen == data + PROMPT


def test_writer_waits_while_nobody_reads(guest):
    lines = 20_000
    guest.process.stdin.write(f"flood {lines}\r".encode())
    guest.process.stdin.flush()
    # The pipe fills, then the guest waits: the emulator uses less than half of a processor.
    window_s = 0.25
    half = window_s / 2 * os.sysconf("SC_CLK_TCK")
    end = time.monotonic() + LIMIT_S
    used, before = 0, -half
    while used - before >= half:
        assert time.monotonic() < end, "the guest computes on while its output is blocked"
        selectors.DefaultSelector().select(window_s)
        before, used = used, guest.processor_ticks()
    waiting = fcntl.ioctl(guest.process.stdout, termios.FIONREAD, bytes(4))
    assert 0 < int.from_bytes(waiting, "little") < lines * len("line 000000\r\n")
    seen = guest.exchange(b"", lambda text: text.endswith(PROMPT))
    assert seen == b"".join(b"line %06d\r\n" % n for n in range(lines)) + PROMPT


def test_ctrl_c_wakes_a_sleeping_task(guest):
    guest.exchange(b"sleep 60000\r", lambda seen: seen.endswith(b"sleeping\r\n"))
    started = time.monotonic()
    answer = guest.exchange(b"\x03", lambda seen: seen.endswith(PROMPT)).decode()
    print(f"{(time.monotonic() - started) * 1000:.1f} ms")
    assert "EINTR after" in answer
    assert time.monotonic() - started < 5


def test_ctrl_c_stops_a_computing_task(guest):
    guest.exchange(b"spin\r", lambda seen: b"spinning" in seen)
    assert b"stopped after" in guest.exchange(b"\x03", lambda seen: seen.endswith(PROMPT))


def test_ctrl_c_at_the_prompt_drops_the_line(guest):
    guest.exchange(b"echo lost\x03", lambda seen: seen.endswith(PROMPT))
    assert guest.ask("echo kept") == "kept\r\n"


def test_sleep_takes_its_time(guest):
    (elapsed_us,) = figures(guest.ask("sleep 50"))
    print(f"{elapsed_us} us")
    assert elapsed_us >= 50_000


def test_output_of_a_program_is_its_own():
    with Guest("echo", "a, b%c d\u00e9") as machine:
        assert machine.end() == ("a, b%c d\u00e9\n", "", 0)


def test_standard_error_is_apart():
    with Guest("err", "to stderr") as machine:
        assert machine.end() == ("", "to stderr", 0)


def test_host_directory_is_read(tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "a.txt").write_bytes(b"x" * 1000 + b"\n")
    (tmp_path / "empty").touch()
    with Guest(f"--root={tmp_path}") as machine:
        machine.boot()
        assert machine.ask("stat /pkg/a.txt") == "File 1001\r\n"
        assert machine.ask("stat pkg") == "Directory 0\r\n"
        assert machine.ask("stat /") == "Directory 0\r\n"
        assert machine.ask("stat empty") == "File 0\r\n"
        assert machine.ask("stat nothing") == "No such file or directory\r\n"
        assert machine.ask("cat pkg/a.txt") == "x" * 1000 + "\r\n"
        assert machine.ask("cat pkg") == "Is a directory\r\n"
        assert machine.ask("cat ../../../../etc/passwd") == "No such file or directory\r\n"
