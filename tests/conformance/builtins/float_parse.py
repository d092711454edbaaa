# features: LG25 BI10
# float() of text.
for s in ("1", " 1.5 ", "-.5", "5.", "1e5", "1E-5", "+1_0.5", "inf", "-Infinity", "nan", "1e309", "0.1e-400", "\t7\n",
          "123456789012345678901234567890", "4.9e-324", "2.4703282292062327e-324", "1.7976931348623158e308", "0x1p3"):
    try:
        print(repr(float(s)), end=" ")
    except ValueError as e:
        print("|", e, "|", end=" ")
print()
for bad in ("", "abc", "1.5.2", "1e", "--1", "1_", "_1", "1 2", "e5", "."):
    try:
        print(float(bad))
    except ValueError as e:
        print(e)
for bad in (None, [], "x".encode()):
    try:
        print(float(bad))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(float(), float(5), float(True), float(10 ** 22), float("1" * 30))
