# features: SM17
# Clocks agree with each other and sleep rounds up.
import time
for name in ("time", "monotonic", "perf_counter", "process_time"):
    seconds, nanoseconds = getattr(time, name)(), getattr(time, name + "_ns")()
    print(name, isinstance(seconds, float), isinstance(nanoseconds, int), 0 <= nanoseconds - seconds * 1e9 < 1e9)
start = time.monotonic_ns()
time.sleep(0)
time.sleep(0.0)
time.sleep(1e-9)
time.sleep(0.02)
print(time.monotonic_ns() - start >= 20000000)
for length in (-1, -0.5, float("nan"), float("-inf"), 10 ** 30, float("inf"), None, "1"):
    try:
        time.sleep(length)
        print("slept")
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__)
