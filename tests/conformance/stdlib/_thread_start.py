# features: TH01
# Threads start, get their arguments, have numbers of their own, and end.
import _thread
import time

done = _thread.allocate_lock()
seen = []


def work(*args, **kwargs):
    seen.append((args, kwargs))
    if len(seen) == 3:
        done.release()


done.acquire()
for args in ((work, ()), (work, (1, "two")), (work, (3,), {"x": 4})):
    print(type(_thread.start_new_thread(*args)) is int)
done.acquire()
print(sorted(seen, key=lambda each: len(each[0]) + 2 * len(each[1])))

for args in ((1, ()), (work, 1), (work, (), 1), (work,), ()):
    try:
        _thread.start_new_thread(*args)
    except TypeError as error:
        print(error)


def wait_for_none():
    while _thread._count():
        time.sleep(0.001)


def number():
    numbers.append(_thread.get_ident())
    numbers.append(_thread.get_native_id() > 0)
    done.release()


numbers = []
ident = _thread.start_new_thread(number, ())
done.acquire()
print(numbers == [ident, True], ident != _thread.get_ident(), _thread.get_ident() == _thread.get_ident())


def leave(how):
    try:
        how()
    finally:
        seen.append("left")
        done.release()
    seen.append("not reached")


def raise_exit():
    raise SystemExit("nobody sees this")


seen.clear()
for how in (_thread.exit, raise_exit, _thread.exit_thread):
    _thread.start_new_thread(leave, (how,))
    done.acquire()
wait_for_none()
print(seen)

# Threads that start threads.
def tree(depth):
    if depth:
        _thread.start_new_thread(tree, (depth - 1,))
        _thread.start_new_thread(tree, (depth - 1,))
    total.append(depth)


total = []
tree(3)
while len(total) < 15:
    time.sleep(0.001)
print(sorted(total))
wait_for_none()

print(_thread.stack_size(), _thread.stack_size(65536 * 4), _thread.stack_size(0), _thread.stack_size())
for size in (-1, 1):
    try:
        _thread.stack_size(size)
    except ValueError as error:
        print(error)

print(_thread.error is RuntimeError, _thread.TIMEOUT_MAX > 1e9, type(done) is _thread.LockType)
print(callable(_thread.start_new), callable(_thread.allocate), _thread.__name__)
