# features: SM29
# Taking floats apart, exactly.
import math
for x in (0.0, -0.0, 1, -2.5, 5e-324, 1.7976931348623157e308, 2 ** 60 + 1, math.inf, -math.inf):
    print(math.frexp(x), math.modf(x), math.ulp(x), math.fabs(x), math.copysign(3, x), math.isfinite(x), math.isinf(x), math.isnan(x))
print(math.ldexp(0.75, 3), math.ldexp(1, -1074), math.ldexp(1, -1075), math.ldexp(3, -1075), math.ldexp(-1, -10 ** 30), math.ldexp(0.0, 10 ** 30), math.ldexp(math.inf, -5), math.ldexp(5e-324, 2000 - 26))
print(math.nextafter(1, 2), math.nextafter(1, 0), math.nextafter(0.0, 1), math.nextafter(0.0, -1), math.nextafter(5e-324, 0), math.nextafter(-5e-324, 1), math.nextafter(1.5, 1.5), math.nextafter(math.inf, 0), math.nextafter(0.0, -0.0))
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7.5, -2), math.fmod(1e300, 7), math.fmod(1, math.inf), math.fmod(-0.0, 1), math.fmod(5e-324, 1e308))
print(math.remainder(7, 4), math.remainder(5, 2), math.remainder(7, 2), math.remainder(-5, 2), math.remainder(1e300, 7), math.remainder(1, math.inf), math.remainder(-4, 2), math.remainder(3.5, 5e-324), math.remainder(1e308, 1.7e308))
for f in (math.floor, math.ceil, math.trunc):
    print([f(x) for x in (2.5, -2.5, 0.0, -0.1, 1e20, 7, True, 10 ** 25)])
class Rounded:
    def __floor__(self):
        return "floor"
    def __ceil__(self):
        return "ceil"
    def __trunc__(self):
        return "trunc"
class Real:
    def __float__(self):
        return 1.5
print(math.floor(Rounded()), math.ceil(Rounded()), math.trunc(Rounded()), math.floor(Real()), math.ceil(Real()), math.sqrt(Real()) ** 2 < 1.6)
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-12), math.isclose(0, 1e-12, abs_tol=1e-9), math.isclose(math.inf, math.inf), math.isclose(math.inf, 1e308), math.isclose(math.nan, math.nan))
for f in (lambda: math.ldexp(1, 1024), lambda: math.ldexp(1, 10 ** 30), lambda: math.ldexp(1, 1.0), lambda: math.fmod(1, 0), lambda: math.fmod(math.inf, 1), lambda: math.remainder(1, 0),
          lambda: math.remainder(math.inf, 1), lambda: math.floor(math.inf), lambda: math.ceil(math.nan), lambda: math.trunc("a"), lambda: math.floor("a"), lambda: math.isclose(1, 2, rel_tol=-1),
          lambda: math.frexp(None), lambda: math.trunc(Real())):
    try:
        print(f())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
