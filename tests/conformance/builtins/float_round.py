# features: LG25 BI02
# round() to even, with digits, and conversion to int.
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6)])
print(round(2.675, 2), round(1.005, 2), round(2.5, 0), round(1234.5678, -2), round(1e20, 2), round(-0.04, 1), round(5.015, 2))
print(round(1.5, None), type(round(1.5)), type(round(1.5, 1)), round(0.1 + 0.2, 15), round(1e-10, 5))
import math
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), int(-1.5), math.floor(1e20))
for bad in (float("inf"), float("nan")):
    try:
        round(bad)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
print(round(float("inf"), 1), round(float("nan"), 1))
