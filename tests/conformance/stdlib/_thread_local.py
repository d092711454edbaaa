# features: TH06
# Attributes that each thread has for itself, for as long as it runs.
import _thread
import time


def run(function, *args):
    """Runs it in a thread to the end of that."""
    def body():
        function(*args)
        done.release()
    done = _thread.allocate_lock()
    done.acquire()
    _thread.start_new_thread(body, ())
    done.acquire()


plain = _thread._local()
plain.x = "main"


def look():
    print(hasattr(plain, "x"), plain.__dict__)
    plain.x = "other"
    plain.y = 1
    print(sorted(plain.__dict__.items()))
    del plain.y
    try:
        plain.y
    except AttributeError as error:
        print(type(error).__name__)


run(look)
run(look)
print(plain.x, plain.__dict__)


class Own(_thread._local):
    number = 7

    def __init__(self, *args, **kwargs):
        self.args = args
        self.kwargs = kwargs
        self.number += 1

    def double(self):
        return 2 * self.number

    @property
    def first(self):
        return self.args[0]


own = Own("a", key="b")


def show():
    print(own.args, own.kwargs, own.number, own.double(), own.first, sorted(own.__dict__))
    own.number = 100


show()
run(show)
show()

for attempt in (lambda: _thread._local(1), lambda: setattr(plain, "__dict__", {}), lambda: plain.nothing):
    try:
        attempt()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)


class Failing(_thread._local):
    def __init__(self, fails):
        if fails[0]:
            raise ValueError("not now")
        self.made = True


fails = [False]
failing = Failing(fails)


def fail():
    fails[0] = True
    try:
        failing.made
    except ValueError as error:
        print(error)
    fails[0] = False
    print(failing.made)


run(fail)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        gone.append(self.name)


def hold():
    plain.noisy = Noisy("with its thread")


gone = []
run(hold)
while not gone:
    time.sleep(0.001)
print(gone)


def drop():
    global short
    short.noisy = Noisy("with its object")
    del short
    print(gone)


short = _thread._local()
run(drop)
