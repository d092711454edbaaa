# features: SM29
# Functions of integers are exact at any size.
import math
print(math.gcd(), math.gcd(-12), math.gcd(12, -18), math.gcd(0, 0), math.gcd(2 ** 100, 6 ** 50, 10 ** 40), math.gcd(True, 3))
print(math.lcm(), math.lcm(4), math.lcm(-4, 6), math.lcm(0, 5), math.lcm(10 ** 20, 15 ** 12, 7), math.lcm(*range(1, 60)))
print([math.isqrt(n) for n in range(20)], math.isqrt(10 ** 40), math.isqrt(10 ** 40 - 1), math.isqrt(2 ** 64 - 1), math.isqrt(2 ** 200 + 12345))
print(math.factorial(0), math.factorial(1), math.factorial(20), math.factorial(21), math.factorial(60), math.factorial(500) % (10 ** 9 + 7), math.factorial(True))
print(math.comb(5, 2), math.comb(5, 0), math.comb(5, 6), math.comb(0, 0), math.comb(100, 50), math.comb(1000, 3), math.comb(10 ** 20, 3), math.comb(10 ** 20, 10 ** 20 - 2))
print(math.perm(5, 2), math.perm(5), math.perm(5, None), math.perm(5, 6), math.perm(0, 0), math.perm(100, 20), math.perm(10 ** 20, 2), math.perm(10 ** 20, 0))
print([[math.comb(n, k) for k in range(n + 1)] for n in range(8)], sum(math.comb(70, k) for k in range(71)) == 2 ** 70)
class Index:
    def __index__(self):
        return 6
print(math.gcd(Index(), 4), math.factorial(Index()), math.comb(Index(), 3), math.isqrt(Index()), math.lcm(Index(), Index()))
for f in (lambda: math.gcd(1.0), lambda: math.lcm(1, "a"), lambda: math.isqrt(-1), lambda: math.isqrt(1.0), lambda: math.factorial(-1), lambda: math.factorial(-10 ** 30),
          lambda: math.factorial(3.0), lambda: math.comb(-1, 2), lambda: math.comb(1, -2), lambda: math.perm(-1, 2), lambda: math.perm(1, -2), lambda: math.perm(-3),
          lambda: math.comb(2 ** 1000, 2 ** 500), lambda: math.perm(2 ** 1000, 2 ** 500), lambda: math.comb(1.5, 1)):
    try:
        print(f())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
