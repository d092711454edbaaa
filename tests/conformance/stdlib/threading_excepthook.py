# features: TH07 TH15
# Exceptions that end a thread: the hook, its default, and daemons that outlive the program.
import sys
import threading
import time


def fail():
    raise ValueError("from a thread")


def run(function):
    thread = threading.Thread(target=function, name="T")
    thread.start()
    thread.join()


def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.exc_traceback is not None, args.thread.name)


class Lines:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


default = threading.excepthook
threading.excepthook = hook
run(fail)
run(lambda: 1 / 0)
run(sys.exit)
threading.excepthook = default
kept, sys.stderr = sys.stderr, Lines()
run(fail)
run(sys.exit)
lines, sys.stderr = sys.stderr.text.splitlines(), kept
print(lines[0], lines[1], lines[-1], sep="\n")


def bad_hook(args):
    raise KeyError("hook")


threading.excepthook = bad_hook
kept, sys.stderr = sys.stderr, Lines()
run(fail)
lines, sys.stderr = sys.stderr.text.splitlines(), kept
print(lines[0], lines[-1], sep="\n")


# Daemons that are left when the program ends: computing, waiting, refusing to end.
def spin():
    while True:
        pass


def refuse():
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass


threading.excepthook = default
for function in (spin, refuse, threading.Lock().acquire, threading.Event().wait, lambda: time.sleep(1000)):
    threading.Thread(target=function, daemon=True).start()
time.sleep(0.02)
print("end")
