# features: SM29
# The functions of math, and their errors.
import math
print(math.pi, math.e, math.tau, math.inf, math.isnan(math.nan))
print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7), math.fabs(-1), math.sqrt(2), math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.isqrt(10 ** 20))
print(math.pow(2, 3), math.exp(0), math.log(1), math.log(8, 2), math.log2(8), math.log10(1000), math.hypot(3, 4), math.degrees(math.pi), math.radians(180) == math.pi)
print(round(math.sin(1), 12), round(math.cos(1), 12), round(math.tan(1), 12), round(math.atan2(1, 2), 12), round(math.asin(0.5), 12), round(math.sinh(1), 12))
print(math.fmod(-7, 3), math.modf(2.5), math.frexp(8), math.ldexp(0.5, 4), math.copysign(1, -0.0), math.isinf(math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10))
print(math.comb(5, 2), math.perm(5, 2), math.prod([1, 2, 3]), math.dist((0, 0), (3, 4)), math.remainder(7, 4), math.erf(0), math.gamma(5))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.acos(2), lambda: math.exp(1000), lambda: math.sqrt("a"), lambda: math.floor(math.nan), lambda: math.gcd(1.5)):
    try:
        print(f())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__)
