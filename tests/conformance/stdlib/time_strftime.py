# features: SM17
# Formatting of dates in the C locale.
import time
DIRECTIVES = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyY%"
for seconds in (0, 1709164800, 1735603200, 1704067199, 1609459200, 1230768000 + 86400 * 45 + 43200):
    t = time.gmtime(seconds)
    for directive in DIRECTIVES:
        print(directive, repr(time.strftime("%" + directive, t)))
t = time.gmtime(1709164800)
print(time.strftime("%Y-%m-%dT%H:%M:%SZ", t), time.strftime("", t), time.strftime("plain", t), time.strftime("100%% %d", t), time.strftime("é %d ☃", t))
print(time.strftime("%H:%M", (2024, 0, 0, 23, 59, 61, 6, 0, 0)), time.strftime("%j %w %m %d", (2024, 0, 0, 0, 0, 0, 6, 0, 0)), len(time.strftime("%Y")))
for fields in ((2024, 13, 1, 0, 0, 0, 0, 1, 0), (2024, 1, 32, 0, 0, 0, 0, 1, 0), (2024, 1, 1, 24, 0, 0, 0, 1, 0), (2024, 1, 1, 0, 60, 0, 0, 1, 0), (2024, 1, 1, 0, 0, 62, 0, 1, 0),
               (2024, 1, 1, 0, 0, 0, -2, 1, 0), (2024, 1, 1, 0, 0, 0, 0, 367, 0), (2024, -1, 1, 0, 0, 0, 0, 1, 0), (2024, 1), "a", 5):
    try:
        print(time.strftime("%d", fields))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e if isinstance(e, ValueError) else "")
try:
    time.strftime(5)
except TypeError as e:
    print("TypeError")
