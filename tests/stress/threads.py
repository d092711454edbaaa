# Threads that share things, while memory fails.
import _thread


def work(number):
    with lock:
        shared.append([number] * 3)
    own.value = {number: str(number)}
    assert own.value[number] == str(number)


lock = _thread.allocate_lock()
own = _thread._local()
shared = []
handles = []
try:
    for number in range(4):
        handles.append(_thread.start_joinable_thread(lambda: work(number)))
finally:
    for handle in handles:
        handle.join()
print(len(shared))
