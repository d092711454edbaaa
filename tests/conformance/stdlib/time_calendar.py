# features: SM17
# Dates of the calendar; local time is told apart from UTC nowhere here.
# boards: host
# The clock of the QEMU board starts in 1970.
import time
for seconds in (0, 1, -1, 951782400, 1709164800, 1735689599, 4102444800, -2208988800, -62135596800, 253402300799, 1e9 + 0.9, -0.5):
    t = time.gmtime(seconds)
    print(tuple(t), t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, t.tm_wday, t.tm_yday, t.tm_isdst)
t = time.gmtime(1700000000)
print(t)
print(isinstance(t, tuple), len(t), t[0], t[-1], t[:3], t == tuple(t), t == time.gmtime(1700000000), t < time.gmtime(1800000000), hash(t) == hash(tuple(t)))
print(type(t) is time.struct_time, time.struct_time.__name__, t.n_fields, t.n_sequence_fields, t.n_unnamed_fields)
print(time.struct_time(range(9)), time.struct_time((2024, 2, 29, 12, 0, 0, 3, 60, 0)).tm_yday)
print(time.asctime(t), time.asctime((2024, 1, 2, 3, 4, 5, 6, 7, 8)), len(time.ctime(0)))
print(len(time.localtime()), len(time.gmtime(None)), time.gmtime() >= t)
local = time.localtime(1700000000)
print(time.mktime(local), time.mktime(time.localtime(123456789)), isinstance(time.timezone, int), len(time.tzname))
for f in (lambda: time.struct_time(range(8)), lambda: time.struct_time(range(12)), lambda: time.struct_time(5), lambda: time.asctime((1, 2)), lambda: time.asctime("a"),
          lambda: time.gmtime("a"), lambda: time.gmtime(10 ** 40), lambda: time.gmtime(float("nan")), lambda: time.mktime((2024, 1)), lambda: setattr(t, "tm_year", 1),
          lambda: time.gmtime(10 ** 18)):
    try:
        print(f())
    except (ValueError, TypeError, AttributeError, OverflowError, OSError) as e:
        print(type(e).__name__)
