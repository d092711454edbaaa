"""A guest in QEMU, its console on a Unix socket."""

import pathlib
import socket
import subprocess
import time

#: Seconds until the emulator has made its socket.
PATIENCE_S = 10


class Guest:
    """A running guest. Its root folder is `root`, its console `link`."""

    def __init__(self, template, place, options=()):
        place = pathlib.Path(place)
        self.root = place / "root"
        self.root.mkdir(parents=True)
        path = place / "console"
        words = [w.replace("{socket}", str(path)) for w in template]
        words = [w.replace("{root}", str(self.root)) for w in words]
        self.errors = open(place / "errors", "w+b")
        self.process = subprocess.Popen(
            [*words, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
        )
        self.link = self._connect(path)

    def _connect(self, path):
        end = time.monotonic() + PATIENCE_S
        while True:
            link = socket.socket(socket.AF_UNIX)
            try:
                link.connect(str(path))
                return link
            except OSError:
                link.close()
                if self.process.poll() is not None or time.monotonic() > end:
                    self.errors.seek(0)
                    raise RuntimeError(f"no console: {self.errors.read().decode(errors='replace')}")
                # The emulator tells nobody when the socket is there.
                time.sleep(0.005)

    def stop(self):
        """Ends the guest at once."""
        self.link.close()
        self.process.kill()
        self.process.wait()
        self.errors.close()
