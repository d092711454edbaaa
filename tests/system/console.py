"""A console as a person or a tool sees it: bytes out, bytes in, with a limit of time."""

import socket
import time

#: Seconds that anything may take which is no long computation.
PATIENCE_S = 20

RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n>"
REBOOT = b"soft reboot\r\n"


class Console:
    """The other end of a serial line."""

    def __init__(self, link):
        self.link = link
        self.seen = b""

    def send(self, data):
        """Sends bytes as they are."""
        self.link.sendall(data)

    def wait(self, mark, seconds=PATIENCE_S):
        """Everything up to and with `mark`."""
        end = time.monotonic() + seconds
        while mark not in self.seen:
            self._fill(end, mark)
        at = self.seen.index(mark) + len(mark)
        text, self.seen = self.seen[:at], self.seen[at:]
        return text

    def take(self, count):
        """The next bytes, as many as said."""
        end = time.monotonic() + PATIENCE_S
        while len(self.seen) < count:
            self._fill(end, f"{count} bytes")
        data, self.seen = self.seen[:count], self.seen[count:]
        return data

    def silence(self, seconds):
        """What comes within a time, which may be nothing."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.link.settimeout(left)
            try:
                self.seen += self.link.recv(4096)
            except TimeoutError:
                break
        data, self.seen = self.seen, b""
        return data

    def _fill(self, end, wanted):
        left = end - time.monotonic()
        assert left > 0, f"no {wanted!r} after {self.seen[-500:]!r}"
        self.link.settimeout(left)
        try:
            data = self.link.recv(65536)
        except (TimeoutError, socket.timeout):
            data = None
        assert data != b"", f"the line was closed after {self.seen[-500:]!r}"
        self.seen += data or b""

    # The friendly prompt

    def line(self, text):
        """Types a line at the prompt and gives what is printed before the next prompt."""
        self.send(text.encode() + b"\r")
        answer = self.wait(b"\r\n>>> ")
        _, _, printed = answer.partition(b"\r\n")
        return printed.removesuffix(b">>> ").decode()

    def block(self, *lines):
        """Types a compound statement and its closing empty line."""
        for text in lines:
            self.send(text.encode() + b"\r")
            self.wait(b"... ")
        self.send(b"\r")
        answer = self.wait(b"\r\n>>> ")
        _, _, printed = answer.partition(b"\r\n")
        return printed.removesuffix(b">>> ").decode()

    # The raw prompt

    def enter_raw(self):
        """Gets to the raw prompt from anywhere."""
        self.send(b"\r\x03\x03\r\x01")
        self.wait(RAW_BANNER)

    def run(self, code, seconds=PATIENCE_S):
        """Sends code as it is; gives its output and its traceback."""
        self.send(code.encode() + b"\x04")
        assert self.take(2) == b"OK"
        return self._answer(seconds)

    def paste(self, code, seconds=PATIENCE_S):
        """Sends code in windows; gives its output and its traceback."""
        self.send(b"\x05A\x01")
        assert self.take(2) == b"R\x01"
        window = int.from_bytes(self.take(2), "little")
        assert window > 0
        data, credit = code.encode(), window
        while data:
            if credit == 0:
                flow = self.take(1)
                if flow == b"\x04":
                    # It wants no more, a syntax error for example, and acknowledges no further.
                    self.send(b"\x04")
                    return self._answer(seconds)
                assert flow == b"\x01", flow
                credit += window
                continue
            self.send(data[:credit])
            data, credit = data[credit:], credit - len(data[:credit])
        self.send(b"\x04")
        self.wait(b"\x04")
        return self._answer(seconds)

    def _answer(self, seconds):
        out = self.wait(b"\x04", seconds)[:-1]
        err = self.wait(b"\x04", seconds)[:-1]
        assert self.take(1) == b">"
        return out.decode().replace("\r\n", "\n"), err.decode().replace("\r\n", "\n")
