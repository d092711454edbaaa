# features: BI10
# Methods of float.
print((1.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (-2.0).as_integer_ratio(), (0.1).as_integer_ratio())
print((255.5).hex(), (-0.1).hex(), (0.0).hex(), float.fromhex("0x1.8p1"), float.fromhex("-0x.1"), float.fromhex("inf"))
print((1.5).conjugate(), (1.5).real, (1.5).imag, (2.5).__trunc__(), float.fromhex("0x1p-1074"))
for bad in (float("inf"), float("nan")):
    try:
        bad.as_integer_ratio()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
