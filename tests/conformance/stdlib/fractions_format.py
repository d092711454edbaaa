# features: SM46
# python: 3.13
# Fractions as text by format specification.
from fractions import Fraction as F

for value in (F(1, 3), F(-22, 7), F(0), F(123456789, 10), F(1, 10 ** 7), F(5, 2), F(999999, 1000)):
    print(*[format(value, spec) for spec in ("", "10", "<10", "^12", "+", ".2f", ".0f", "e", ".3e", "g", ".3g", ".1%", "+.2f", "*>12.3f", "012.2f", ",.2f", "#.0f", "_", ".10g", "E", "G", "z.1f")], sep="|")
for bad in ("x", ".2", "010", "d"):
    try:
        print(format(F(1, 2), bad))
    except ValueError as error:
        print(error)
