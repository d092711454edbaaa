"""Threads on the board: beside the prompt, under Ctrl-C, over resets, by the thousand."""

import time

import pytest
from console import RAW_BANNER, REBOOT

#: A thread that counts, one that sleeps, and one that does not want to end.
BACKGROUND = """
import _thread, time
ticks = 0
def count():
    global ticks
    while True: ticks += 1
def refuse():
    while True:
        try:
            while True: time.sleep(1000)
        except BaseException: pass
_thread.start_new_thread(count, ())
_thread.start_new_thread(refuse, ())
_thread.start_new_thread(time.sleep, (1000,))
"""


def start_background(console):
    console.enter_raw()
    assert console.run(BACKGROUND) == ("", "")


@pytest.mark.features("KE10")
def test_threads_run_while_the_prompt_waits_for_input(console):
    start_background(console)
    before, _ = console.run("print(ticks, _thread._count())")
    time.sleep(0.2)
    after, _ = console.run("print(ticks, _thread._count())")
    assert before.split()[1] == after.split()[1] == "3"
    assert int(after.split()[0]) > int(before.split()[0])


@pytest.mark.features("KE10", "KE15")
def test_ctrl_c_reaches_the_main_thread_wherever_it_waits(console):
    start_background(console)
    for wait in ("time.sleep(1000)", "lock.acquire()", "lock.acquire(timeout=1000)", "while True: pass", "handle.join()"):
        code = f"""lock = _thread.allocate_lock(); lock.acquire()
handle = _thread.start_joinable_thread(lambda: time.sleep(1000))
print('waits')
{wait}
"""
        console.send(code.encode() + b"\x04")
        assert console.take(2) == b"OK"
        console.wait(b"waits\r\n")
        console.send(b"\x03")
        out, error = console._answer(20)
        assert (out, error.splitlines()[-1]) == ("", "KeyboardInterrupt"), wait
    out, _ = console.run("t = ticks; time.sleep(0.1); print(ticks > t)")
    assert out == "True\n"


@pytest.mark.features("KE34")
def test_a_reset_ends_all_threads(console):
    start_background(console)
    for _ in range(3):
        console.send(b"\x04")
        console.wait(REBOOT, 10)
        console.wait(RAW_BANNER)
        assert console.run(BACKGROUND) == ("", "")
    console.send(b"\x04")
    console.wait(RAW_BANNER)
    assert console.run("import _thread, gc; print(_thread._count())") == ("0\n", "")


@pytest.mark.features("KE17", "KE09")
def test_ten_thousand_threads_leave_the_heap_as_it_was(console):
    console.enter_raw()
    code = """
import _thread, gc
def rounds(count):
    for _ in range(count): _thread.start_joinable_thread(nothing).join()
def nothing(): global made; made += 1
made = 0
rounds(100)
gc.collect(); before = gc.mem_alloc()
rounds(10000)
gc.collect(); print(made, gc.mem_alloc() - before)
"""
    assert console.run(code, 120) == ("10100 0\n", "")


@pytest.mark.features("TH18")
def test_threads_until_memory_is_out_and_again(console):
    console.enter_raw()
    code = """
import _thread, gc
def wait():
    gate.acquire(); gate.release()
def fill():
    gate.acquire()
    handles = []
    try:
        while True: handles.append(_thread.start_joinable_thread(wait))
    except (RuntimeError, MemoryError) as error:
        reasons.add(str(error))
    gate.release()
    for handle in handles: handle.join()
    return len(handles)
gate = _thread.allocate_lock()
reasons = set()
first, *counts = [fill() for _ in range(5)]
print(min(counts) > first * 9 // 10, max(counts) - min(counts) < 3, _thread._count(), reasons)
"""
    out, error = console.run(code, 120)
    # A thread that was the last to start may find no memory for its function.
    assert (out.splitlines()[-1], error) == ("True True 0 {\"can't start new thread\"}", "")


@pytest.mark.features("KE11")
def test_shares_of_threads_that_compute_are_alike(console):
    console.enter_raw()
    code = """
import _thread, time
shares = [0] * 5
def spin(index):
    while running: shares[index] += 1
running = True
for index in range(5): _thread.start_new_thread(spin, (index,))
time.sleep(1)
running = False
while _thread._count(): time.sleep(0.01)
print(max(shares) < 2 * min(shares))
"""
    assert console.run(code, 60) == ("True\n", "")
