"""Threads as objects, and what they wait for each other with."""

import sys
import time
import _thread

__all__ = [
    "Barrier", "BoundedSemaphore", "BrokenBarrierError", "Condition", "Event", "ExceptHookArgs", "Lock",
    "RLock", "Semaphore", "TIMEOUT_MAX", "Thread", "ThreadError", "Timer", "active_count", "current_thread",
    "enumerate", "excepthook", "get_ident", "get_native_id", "local", "main_thread", "stack_size",
]

Lock = _thread.lock
RLock = _thread.RLock
local = _thread._local
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX
get_ident = _thread.get_ident
get_native_id = _thread.get_native_id
stack_size = _thread.stack_size


class Condition:
    """A lock to hold while a state is looked at or changed, and a place to wait for its change."""

    def __init__(self, lock=None):
        self._lock = lock = RLock() if lock is None else lock
        self.acquire, self.release = lock.acquire, lock.release
        for name in ("_is_owned", "_release_save", "_acquire_restore"):
            if hasattr(lock, name):
                setattr(self, name, getattr(lock, name))
        self._gates = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._gates)})>"

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, state):
        self._lock.acquire()

    def wait(self, timeout=None):
        """Give the lock away until notified; take it back. False if time was up first."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        gate = Lock()
        gate.acquire()
        self._gates.append(gate)
        state = self._release_save()
        is_open = False
        try:
            if timeout is None:
                is_open = gate.acquire()
            elif timeout > 0:
                is_open = gate.acquire(True, timeout)
            else:
                is_open = gate.acquire(False)
            return is_open
        finally:
            self._acquire_restore(state)
            if not is_open and gate in self._gates:
                self._gates.remove(gate)

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true; its value."""
        end = None if timeout is None else time.monotonic() + timeout
        while not (result := predicate()):
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result

    def notify(self, n=1):
        """Wake at most n of those who wait."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        while n > 0 and self._gates:
            self._gates.pop(0).release()
            n -= 1

    def notify_all(self):
        """Wake all who wait."""
        self.notify(len(self._gates))


class Semaphore:
    """A count of permits."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._changed = Condition(Lock())
        self._value = value

    def __repr__(self):
        kind = type(self)
        return f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Take a permit, waiting for one; whether there was one."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._changed:
            if not self._changed.wait_for(lambda: self._value > 0, timeout if blocking else 0):
                return False
            self._value -= 1
            return True

    def __enter__(self, blocking=True, timeout=None):
        return self.acquire(blocking, timeout)

    def __exit__(self, *exception):
        self.release()

    def release(self, n=1):
        """Give n permits."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._changed:
            self._give(n)
            self._changed.notify(n)

    def _give(self, n):
        self._value += n


class BoundedSemaphore(Semaphore):
    """A semaphore that never has more permits than at first."""

    def __init__(self, value=1):
        super().__init__(value)
        self._most = value

    def _give(self, n):
        if self._value + n > self._most:
            raise ValueError("Semaphore released too many times")
        self._value += n


class Event:
    """A flag to wait for."""

    def __init__(self):
        self._changed = Condition(Lock())
        self._flag = False

    def __repr__(self):
        kind = type(self)
        state = "set" if self._flag else "unset"
        return f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: {state}>"

    def is_set(self):
        """Whether the flag is set."""
        return self._flag

    def set(self):
        """Set the flag and wake all who wait."""
        with self._changed:
            self._flag = True
            self._changed.notify_all()

    def clear(self):
        """Take the flag back."""
        with self._changed:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is set; whether it was in time."""
        with self._changed:
            return self._flag or self._changed.wait(timeout)


class BrokenBarrierError(RuntimeError):
    """A barrier that threads do not get together at."""


class Barrier:
    """A place where threads wait for each other."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._changed = Condition(Lock())
        self._parties = parties
        self._action = action
        self._timeout = timeout
        # "filling", "leaving", "resetting" or "broken"
        self._state = "filling"
        self._count = 0

    def __repr__(self):
        kind = type(self)
        head = f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: "
        return head + ("broken>" if self.broken else f"waiters={self.n_waiting}/{self._parties}>")

    def wait(self, timeout=None):
        """Wait for the others; a number that no other of them gets."""
        if timeout is None:
            timeout = self._timeout
        changed = self._changed
        with changed:
            # Those of the last round are still on their way out.
            changed.wait_for(lambda: self._state not in ("leaving", "resetting"))
            self._check()
            number = self._count
            self._count += 1
            try:
                if self._count == self._parties:
                    self._open()
                else:
                    if not changed.wait_for(lambda: self._state != "filling", timeout):
                        self._break()
                    if self._state != "leaving":
                        raise BrokenBarrierError
                return number
            finally:
                self._count -= 1
                if not self._count and self._state in ("leaving", "resetting"):
                    self._state = "filling"
                    changed.notify_all()

    def _check(self):
        if self._state == "broken":
            raise BrokenBarrierError

    def _open(self):
        try:
            if self._action:
                self._action()
        except:
            self._break()
            raise
        self._state = "leaving"
        self._changed.notify_all()

    def _break(self):
        self._state = "broken"
        self._changed.notify_all()

    def reset(self):
        """Make it as new; who waits gets BrokenBarrierError."""
        with self._changed:
            self._state = "resetting" if self._count else "filling"
            self._changed.notify_all()

    def abort(self):
        """Break it: who waits or comes gets BrokenBarrierError."""
        with self._changed:
            self._break()

    @property
    def parties(self):
        """How many threads have to come."""
        return self._parties

    @property
    def n_waiting(self):
        """How many are there."""
        return self._count if self._state == "filling" else 0

    @property
    def broken(self):
        """Whether it is broken."""
        return self._state == "broken"


class ExceptHookArgs(tuple):
    """What excepthook() is told."""

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])

    def __repr__(self):
        names = ("exc_type", "exc_value", "exc_traceback", "thread")
        inside = ", ".join(f"{name}={value!r}" for name, value in zip(names, self))
        return f"_thread._ExceptHookArgs({inside})"


def excepthook(args):
    """Report the exception that ended a thread, unless it is SystemExit."""
    kind, exception, traceback, thread = args
    if kind is SystemExit or sys.stderr is None:
        return
    name = get_ident() if thread is None else thread.name
    sys.stderr.write(f"Exception in thread {name}:\n")
    getattr(sys, "__excepthook__", sys.excepthook)(kind, exception, traceback)


__excepthook__ = excepthook

# Threads that run, by number, and those that are about to.
_running = {}
_starting = {}
# What a thread that was not started here drops at its end.
_last = local()
_made = 0


def _new_name(form):
    global _made
    _made += 1
    return form % _made


class Thread:
    """A thread: run() is what it does."""

    _begun = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        if name is None:
            name = _new_name("Thread-%d")
            if target is not None and hasattr(target, "__name__"):
                name += f" ({target.__name__})"
        self._target = target
        self._name = str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._handle = _thread._ThreadHandle()
        self._runs = Event()
        self._ident = self._native_id = None
        self._begun = True

    def __repr__(self):
        self._check()
        state = "initial"
        if self._runs.is_set():
            state = "started" if self.is_alive() else "stopped"
        if self._daemonic:
            state += " daemon"
        if self._ident is not None:
            state += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {state})>"

    def _check(self, text="Thread.__init__() not called"):
        if not self._begun:
            raise RuntimeError(text)

    def start(self):
        """Start the thread, once."""
        self._check("thread.__init__() not called")
        if self._runs.is_set() or self in _starting:
            raise RuntimeError("threads can only be started once")
        _starting[self] = self
        try:
            _thread.start_joinable_thread(self._live, handle=self._handle, daemon=self._daemonic)
        except:
            del _starting[self]
            raise
        self._runs.wait()

    def run(self):
        """Call the target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The thread may be one of the arguments.
            del self._target, self._args, self._kwargs

    def _enter(self):
        self._ident = get_ident()
        self._native_id = get_native_id()
        _running[self._ident] = self
        self._runs.set()

    def _live(self):
        self._enter()
        del _starting[self]
        try:
            self.run()
        except:
            self._report(ExceptHookArgs((*sys.exc_info(), self)))
        finally:
            del _running[self._ident]

    def _report(self, args):
        try:
            excepthook(args)
        except Exception:
            sys.stderr.write("Exception in threading.excepthook:\n")
            sys.excepthook(*sys.exc_info())

    def join(self, timeout=None):
        """Wait for the end of the thread."""
        self._check()
        if not self._runs.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        self._handle.join(timeout if timeout is None or timeout > 0 else 0)

    def is_alive(self):
        """Whether the thread runs."""
        self._check()
        return self._runs.is_set() and not self._handle.is_done()

    @property
    def name(self):
        """A text that stands for the thread."""
        self._check()
        return self._name

    @name.setter
    def name(self, name):
        self._check()
        self._name = str(name)

    @property
    def ident(self):
        """The number of the thread, or None before it has started."""
        self._check()
        return self._ident

    @property
    def native_id(self):
        """The system's number of the thread."""
        self._check()
        return self._native_id

    @property
    def daemon(self):
        """Whether the program may end before the thread does."""
        self._check()
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        self._check()
        if self._runs.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic


class Timer(Thread):
    """A thread that calls a function after a time."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Do not call the function, if it is not too late."""
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._ident = _thread._get_main_thread_ident()
        self._handle = _thread._make_thread_handle(self._ident)
        _running[self._ident] = self
        self._runs.set()


class _Forgetter:
    """Takes a thread that ends off the list."""

    def __init__(self, ident):
        self.ident = ident

    def __del__(self):
        _running.pop(self.ident, None)


class _DummyThread(Thread):
    """A thread that this module has not started."""

    def __init__(self):
        super().__init__(name=_new_name("Dummy-%d"), daemon=True)
        self._handle = _thread._make_thread_handle(get_ident())
        self._enter()
        _last.forgetter = _Forgetter(self._ident)

    def is_alive(self):
        return _running.get(self._ident) is self

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def current_thread():
    """The running thread."""
    return _running.get(get_ident()) or _DummyThread()


def main_thread():
    """The thread that the program began with."""
    return _main


def enumerate():
    """All threads that run."""
    return [*_running.values(), *_starting.values()]


def active_count():
    """How many threads run."""
    return len(_running) + len(_starting)


_main = _MainThread()
