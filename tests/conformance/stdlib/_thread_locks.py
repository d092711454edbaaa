# features: TH01 TH03
# Locks and RLocks, with and without waiting.
import _thread
import time

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(0))
print(repr(lock).startswith("<locked _thread.lock object at 0x"), lock.release(), repr(lock)[:24])

for call in (
    lambda: lock.release(),
    lambda: lock.acquire(False, 1),
    lambda: lock.acquire(blocking=False, timeout=0),
    lambda: lock.acquire(timeout=1e9 * 20),
    lambda: lock.acquire(timeout="a"),
    lambda: lock.acquire(1, 2, 3),
    lambda: lock.acquire(other=1),
):
    try:
        print(call())
    except (RuntimeError, ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__)

lock.acquire()
start = time.monotonic()
print(lock.acquire(timeout=0.03), time.monotonic() - start >= 0.029)
print(lock.acquire(True, 0), lock.acquire(timeout=0.001))


# Any thread may release.
def release_later():
    time.sleep(0.02)
    lock.release()


_thread.start_new_thread(release_later, ())
print(lock.acquire(timeout=60), lock.locked())
_thread.start_new_thread(release_later, ())
print(lock.acquire(), lock.acquire(False))
lock.release()

with lock as entered:
    print(entered, lock.locked())
print(lock.locked())
try:
    with lock:
        1 / 0
except ZeroDivisionError:
    print(lock.locked())

rlock = _thread.RLock()
print(rlock.acquire(), rlock.acquire(), rlock.acquire(False), "count=3" in repr(rlock), rlock._is_owned())
tried = []


def other():
    tried.append(rlock.acquire(False))
    tried.append(rlock.acquire(timeout=0.01))
    try:
        rlock.release()
    except RuntimeError as error:
        tried.append(str(error))
    tried.append(rlock._is_owned())
    lock.release()


lock.acquire()
_thread.start_new_thread(other, ())
lock.acquire()
print(tried)
state = rlock._release_save()
print(len(state), rlock._is_owned())
rlock._acquire_restore(state)
rlock.release(), rlock.release()
with rlock:
    print("count=2" in repr(rlock))
rlock.release()
try:
    rlock.release()
except RuntimeError as error:
    print(error)
print(repr(rlock).startswith("<unlocked _thread.RLock object owner=0 count=0 at 0x"))
lock.release()


# Many wait; each is served once.
def take(number):
    with lock:
        order.append(number)
        time.sleep(0)


order = []
lock.acquire()
for number in range(8):
    _thread.start_new_thread(take, (number,))
time.sleep(0.02)
print(order)
lock.release()
while len(order) < 8:
    time.sleep(0.001)
print(sorted(order))
