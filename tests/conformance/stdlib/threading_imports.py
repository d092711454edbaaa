# features: LG31 TH13
# A module that another thread imports is waited for; circles of threads do not stop.
# boards: host
import sys
import threading

sys.path.insert(0, (sys.path[0] or ".") + "/support")


def run(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def slow():
    import thread_slow
    found.append((thread_slow.begun, thread_slow.done))


found = []
run(*[slow] * 4)
print(found, threading.active_count())


def ring_a():
    import thread_ring_a
    found.append("a")


def ring_b():
    import thread_ring_b
    found.append("b")


found.clear()
run(ring_a, ring_b)
print(sorted(found), sys.modules["thread_ring_a"].done, sys.modules["thread_ring_b"].done)


def absent():
    try:
        import thread_no_such_module
    except ImportError as error:
        found.append(error.name)


found.clear()
run(absent, absent)
print(found)
