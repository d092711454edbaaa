# features: SM29
# Sums and norms are rounded once.
import math
print(math.fsum([0.1] * 10), math.fsum([]), math.fsum([1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50]))
print(math.fsum([2.0 ** 53, -0.5, -(2.0 ** -54)]), math.fsum([2.0 ** 53, 1.0, 2.0 ** -100]))
print(math.fsum(x * 0.1 for x in range(100)), math.fsum([1 / n for n in range(1, 1001)]), math.fsum([float("inf"), 1.0]))
for items in ([float("inf"), float("-inf")], [1e308, 1e308], ["a"], 5):
    try:
        print(math.fsum(items))
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
print(math.hypot(), math.hypot(-3), math.hypot(3, 4), math.hypot(1e200, 1e200), math.hypot(1e-200, 1e-200), math.hypot(1, 2, 3, 4, 5))
print(math.hypot(5e-324, 5e-324), math.hypot(1e308, 1e308, 1e307), math.hypot(math.inf, math.nan), math.hypot(1, math.nan), math.hypot(0.1, 0.2, 0.3))
total = 0
for i in range(200):
    total += math.hypot(i * 0.37, i * i * 0.11, 7.3 - i) * 1024 % 1
print(total)
print(math.dist((1, 2, 3), (4, 6, 3)), math.dist([0.5], [2]), math.dist((), ()))
for p, q in (((1, 2), (1,)), ((1, "a"), (1, 2)), ("ab", (1, 2))):
    try:
        print(math.dist(p, q))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(math.prod([]), math.prod([2, 3.5, 4]), math.prod(range(1, 25)), math.prod([1, 2], start=10), math.prod([3, [1]]))
