# features: SM17
# Clocks go forward; sleep takes its time.
import time
a = time.monotonic()
time.sleep(0.01)
b = time.monotonic()
print(b - a >= 0.0099, b - a < 5, isinstance(time.time(), float), time.perf_counter() <= time.perf_counter(), isinstance(time.monotonic_ns(), int))
try:
    time.sleep(-1)
except ValueError as e:
    print(e)
try:
    time.sleep("a")
except TypeError as e:
    print(type(e).__name__)
