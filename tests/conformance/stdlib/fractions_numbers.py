# features: SM46
# Rational numbers, and the abstract classes of numbers.
import math
import numbers
from fractions import Fraction as F


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(F(6, 4), F(-3, -6), F(2), F(0.5), F("3/4"), F(" -1.25e-2 "), F("7"), F("1_000/3"), F(".5"), F(F(1, 3), F(2, 3)), F(True))
for bad in ("x", "1/", "1.2/3", "3 a", ""):
    fails(F, bad)
fails(F, 1, 0)
fails(F, 1.5, 2)
fails(F, None)
a, b = F(3, 4), F(-2, 3)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a ** 2, b ** -3, a ** F(1, 2), 2 ** F(3), F(4) ** 0.5, -a, +a, abs(b))
print(a + 1, 1 + a, a - 0.5, 0.5 - a, a * 2, 2 * a, 1 / a, a / 2, 3 // a, 5 % a, a + 1j, 4.0 ** F(1, 2), divmod(2, a))
fails(lambda: a / 0)
fails(lambda: a + "x")
fails(lambda: F(0) ** -1)
print(a < b, a > 0.5, a == 0.75, a == F(3, 4), a != 1, a <= math.inf, a == "x", F(2) == 2, F(1, 3) == 1 / 3, sorted([F(1, 2), 0.3, F(1, 3), 1]))
print(int(F(-7, 2)), math.floor(F(-7, 2)), math.ceil(F(-7, 2)), math.trunc(F(7, 2)), round(F(5, 2)), round(F(7, 2)), round(F(22, 7), 3), round(F(1234), -2), float(F(1, 8)), bool(F(0)))
print(hash(F(1, 2)) == hash(0.5), hash(F(5)) == hash(5), hash(F(-1)) == hash(-1), {F(1, 2): "x"}[0.5])
print(F(math.pi).limit_denominator(1000), F("3.1415926535897932").limit_denominator(10), F(1, 3).limit_denominator(), repr(F(1, 3)), F.from_float(0.25), F(5).is_integer() if hasattr(F, "is_integer") else True)
print(a.numerator, a.denominator, a.as_integer_ratio(), a.real, a.imag, a.conjugate(), complex(a))
for kind in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral):
    print(kind.__name__, [isinstance(x, kind) for x in (1, True, 1.5, 2j, a, "x")])


class Odd(numbers.Integral):
    pass


fails(Odd)
fails(hash, type("N", (numbers.Number,), {})())
