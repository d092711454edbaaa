# features: TH01 KE17
# python: 3.13
# Handles of threads: joined with and without a limit, from many threads, many times.
import _thread
import time


def nap():
    time.sleep(0.05)


handle = _thread.start_joinable_thread(nap)
print(handle.is_done(), handle.ident > 0)
handle.join(0.001)
print(handle.is_done())
print(handle.join(), handle.is_done(), handle.join(), handle.join(0))

handle = _thread._ThreadHandle()
for call in (handle.join, lambda: _thread.start_joinable_thread(1), lambda: _thread.start_joinable_thread(nap, handle=1)):
    try:
        call()
    except (RuntimeError, TypeError) as error:
        print(type(error).__name__, error)
print(_thread.start_joinable_thread(nap, handle=handle, daemon=False) is handle)
try:
    _thread.start_joinable_thread(nap, handle=handle)
except RuntimeError as error:
    print(error)


def wait():
    handle.join()
    order.append("waiter")
    if len(order) == 4:
        ready.release()


def join_itself():
    started.acquire()
    try:
        own.join()
    except RuntimeError as error:
        print(error)


order = []
ready = _thread.allocate_lock()
ready.acquire()
for _ in range(4):
    _thread.start_new_thread(wait, ())
ready.acquire()
print(order, handle.is_done())

started = _thread.allocate_lock()
started.acquire()
own = _thread.start_joinable_thread(join_itself)
started.release()
own.join()

made = 0
for _ in range(300):
    def count():
        global made
        made += 1
    _thread.start_joinable_thread(count).join()
print(made, _thread._count(), _thread.daemon_threads_allowed())
