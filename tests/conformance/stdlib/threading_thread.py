# features: TH02 TH05
# Threads as objects: their names, their ends, their list.
import _thread
import threading

main = threading.main_thread()
print(main is threading.current_thread(), main.name, main.daemon, main.is_alive(), main.ident == threading.get_ident())
print(repr(main).startswith("<_MainThread(MainThread, started "), threading.active_count(), threading.enumerate() == [main])


def work(*args, **kwargs):
    me = threading.current_thread()
    print(me.name, args, kwargs, me.ident == threading.get_ident(), me.native_id == threading.get_native_id())
    print(me in threading.enumerate(), threading.active_count(), me.is_alive(), threading.main_thread() is main)


thread = threading.Thread(target=work, args=(1, 2), kwargs={"x": 3})
print(thread.name, thread.ident, thread.native_id, thread.daemon, thread.is_alive(), thread)
thread.start()
print(thread.join(), thread.is_alive(), threading.active_count())
print(repr(thread).startswith("<Thread(Thread-1 (work), stopped "))

for call in (
    thread.start,
    main.join,
    threading.Thread().join,
    lambda: threading.Thread("group"),
    lambda: setattr(main, "daemon", True),
):
    try:
        call()
    except (RuntimeError, AssertionError) as error:
        print(type(error).__name__, error)


class Sum(threading.Thread):
    def __init__(self, numbers):
        super().__init__(name="sum", daemon=True)
        self.numbers = numbers

    def run(self):
        self.total = sum(self.numbers)
        child = threading.Thread()
        print("inherits:", child.daemon)


summing = Sum(range(100))
print(summing, summing.daemon)
summing.start()
summing.join()
print(summing.total, summing.is_alive())


class Bare(threading.Thread):
    def __init__(self):
        pass


for call in (Bare().start, Bare().join):
    try:
        call()
    except RuntimeError as error:
        print(error)

gate = threading.Lock()
gate.acquire()
thread = threading.Thread(target=gate.acquire, name="waits")
thread.start()
print(thread.join(0.01), thread.is_alive(), thread.join(timeout=-1), [each.name for each in threading.enumerate()])
thread.name = "renamed"
gate.release()
thread.join()
print(thread.name, threading.active_count())

results = []
threads = [threading.Thread(target=results.append, args=(n,)) for n in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results) == list(range(20)), any(thread.is_alive() for thread in threads))


def foreign():
    me = threading.current_thread()
    print(me.name.startswith("Dummy-"), me.daemon, me is threading.current_thread(), me.is_alive())
    gate.release()


_thread.start_new_thread(foreign, ())
gate.acquire()
