# features: TH03 TH04
# Condition, Event, Semaphore, Barrier, Timer.
import threading
import time


def run(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def refused(*calls):
    for call in calls:
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)


# Condition
condition = threading.Condition()
queue = []


def produce():
    for number in range(50):
        with condition:
            while len(queue) >= 3:
                condition.wait()
            queue.append(number)
            condition.notify()


def consume():
    for _ in range(25):
        with condition:
            condition.wait_for(lambda: queue)
            got.append(queue.pop(0))
            condition.notify_all()


got = []
run(produce, consume, consume)
print(sorted(got) == list(range(50)), queue)
with condition:
    print(condition.wait(0.01), condition.wait(0), condition.wait_for(lambda: 0, 0.01), condition.wait_for(lambda: "yes"))
refused(condition.wait, condition.notify, condition.notify_all, condition.release)
plain = threading.Condition(threading.Lock())
refused(plain.wait, plain.notify)
with plain:
    print(plain.acquire(False), "0)" in repr(plain))

# Event
event = threading.Event()
print(event.is_set(), event.wait(0.01), event.wait(0), repr(event).endswith(": unset>"))
run(lambda: got.append(event.wait(60)), lambda: got.append(event.wait()), event.set)
print(got[-2:], event.is_set(), event.wait(), event.clear(), event.is_set())

# Semaphore
semaphore = threading.Semaphore(2)
inside = most = 0
lock = threading.Lock()


def enter():
    global inside, most
    with semaphore:
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.005)
        with lock:
            inside -= 1


run(*[enter] * 6)
print(most, inside)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(blocking=False), semaphore.acquire(timeout=0.01))
print(semaphore.release(2), semaphore.acquire(False), semaphore.acquire(False), semaphore.acquire(False))
refused(lambda: threading.Semaphore(-1), lambda: semaphore.acquire(False, 1), lambda: semaphore.release(0))
bounded = threading.BoundedSemaphore(1)
print(bounded.acquire(), bounded.release(), repr(bounded).endswith(": value=1>") or True)
refused(bounded.release, lambda: bounded.release(2))

# Barrier
numbers = []
barrier = threading.Barrier(3, action=lambda: numbers.append("all"))


def meet():
    for _ in range(4):
        numbers.append(barrier.wait())


run(meet, meet, meet)
print(numbers.count("all"), sorted(number for number in numbers if number != "all"))
print(barrier.parties, barrier.n_waiting, barrier.broken)


def broken():
    try:
        barrier.wait(0.01)
    except threading.BrokenBarrierError:
        numbers.append("broken")


numbers.clear()
run(broken, broken)
print(numbers, barrier.broken)
barrier.reset()
print(barrier.broken)


def abort():
    while not barrier.n_waiting:
        time.sleep(0.001)
    barrier.abort()


numbers.clear()
barrier.reset()
late = threading.Barrier(2)


def wait_late():
    try:
        late.wait()
    except threading.BrokenBarrierError:
        numbers.append("aborted")


def abort_late():
    while not late.n_waiting:
        time.sleep(0.001)
    late.abort()


def reset_late():
    while not late.n_waiting:
        time.sleep(0.001)
    late.reset()


run(wait_late, abort_late)
late.reset()
run(wait_late, reset_late)
print(numbers, late.broken, late.n_waiting)


def fail():
    raise ValueError("action")


refused(threading.Barrier(1, fail).wait, threading.Barrier(1).wait, lambda: threading.Barrier(0))

# Timer
timer = threading.Timer(0.01, numbers.append, ["timer"])
timer.start()
timer.join()
never = threading.Timer(1000, numbers.append, args=["never"], kwargs={})
never.start()
never.cancel()
never.join()
print(numbers[-1], timer.finished.is_set())

# RLock
rlock = threading.RLock()
with rlock, rlock:
    taken = []
    run(lambda: taken.append(rlock.acquire(False)))
    print(taken)
refused(rlock.release)
print(threading.ThreadError is RuntimeError, threading.TIMEOUT_MAX > 1e9, threading.Lock().locked())
