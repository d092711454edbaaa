# features: KE10 KE11 TH13
# Who waits lets others run; who computes shares with others that compute.
import _thread
import sys
import time

gate = _thread.allocate_lock()
gate.acquire()
count = 0
running = True


def counter():
    global count
    while running:
        count += 1
    gate.release()


_thread.start_new_thread(counter, ())
for block in (lambda: time.sleep(0.05), lambda: gate.acquire(timeout=0.05)):
    before = count
    block()
    print(count > before)
running = False
gate.acquire()

print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
print(sys.getswitchinterval())
for bad in (0, -1):
    try:
        sys.setswitchinterval(bad)
    except ValueError as error:
        print(error)

# Shares of threads that never wait.
THREADS = 4
shares = [0] * THREADS
running = True
left = _thread.allocate_lock()


def spin(index):
    while running:
        shares[index] += 1


for index in range(THREADS):
    _thread.start_new_thread(spin, (index,))
time.sleep(0.4)
running = False
while _thread._count():
    time.sleep(0.001)
print(min(shares) > 0, max(shares) < 4 * sum(shares) / THREADS)

# Recursion without loops shares, too.
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


ticks = 0
running = True


def tick():
    global ticks
    while running:
        ticks += 1
        time.sleep(0.001)


_thread.start_new_thread(tick, ())
print(fib(25), ticks > 0)
running = False

# Single operations of builtin types are whole.
items, table, total = [], {}, set()
ROUNDS = 300


def mix(number):
    for index in range(ROUNDS):
        items.append(number)
        table[number, index] = index
        total.add((number, index))
        table.setdefault("all", []).append(number)
    finished.append(number)


finished = []
sys.setswitchinterval(1e-5)
for number in range(THREADS):
    _thread.start_new_thread(mix, (number,))
while len(finished) < THREADS:
    time.sleep(0.001)
print(len(items), len(table), len(total), len(table["all"]))
print([items.count(number) for number in range(THREADS)])
