# features: SM29
# Elementary functions, to twelve digits, and their errors.
import math
def show(name, *args):
    try:
        result = getattr(math, name)(*args)
        print(name, args, "%.12g" % result)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError) as e:
        print(name, args, type(e).__name__, e)
POINTS = (0.0, 0.5, -0.75, 1, 2.25, -3.5, 20, 150.5, 800, math.inf, -math.inf, math.nan)
for name in ("acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "degrees", "erf", "erfc", "exp", "exp2", "expm1", "gamma", "lgamma", "log1p", "radians", "sin", "sinh", "sqrt", "tan", "tanh"):
    for x in POINTS:
        show(name, x)
for name in ("log", "log2", "log10"):
    for x in (1, 2, 0.1, 1000, 10 ** 400, 2 ** 5000, 3 ** 1000 + 1, 0, 0.0, -1, -10 ** 400, math.inf, -math.inf, math.nan):
        try:
            print(name, "%.12g" % getattr(math, name)(x))
        except ValueError as e:
            print(name, e.__class__.__name__)
show("log", 8, 2)
show("log", 10 ** 300, 10)
show("log", 5, 1)
show("log", 5, 0)
for x, y in ((2, 10), (0.5, -3), (-2, 3), (-8, 1 / 3), (0, 0), (0.0, -1), (10, 400), (-10, 401), (1, math.nan), (math.nan, 0), (-1, math.inf), (math.inf, -1), (-math.inf, 3), (0.5, math.inf), (10, -400)):
    show("pow", x, y)
    show("atan2", x, y)
for x in (-1, 0, -2.0, 171.5, 172, -0.5, 1e-310, -1e-310):
    show("gamma", x)
    show("lgamma", x)
show("sin", "a")
show("exp", 10 ** 400)
print(math.pi, math.e, math.tau, math.inf, math.nan, math.sqrt(2), math.sqrt(1e-320), math.log2(2 ** 70), math.log10(10 ** 22), math.exp2(-3))
for f in (lambda: math.cos(), lambda: math.exp(1, 2), lambda: math.cos(x=1)):
    try:
        print(f())
    except TypeError as e:
        print(type(e).__name__)
