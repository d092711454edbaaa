# features: BI02 BI09
# int() of text, numbers and bases.
for s in ("0", " 12 ", "-5", "+7", "1_000", "\n3\t", "0012", "99999999999999999999"):
    print(int(s), end=" ")
print()
print(int("ff", 16), int("0xff", 16), int("0xff", 0), int("-0b11", 0), int("z", 36), int("0o17", 0), int("10", 2), int(b"12"))
print(int(3.9), int(-3.9), int(True), int(), int(1e20), int("１２"))
for args in (("",), ("abc",), ("1.5",), ("12", 1), ("12", 37), ("9", 8), (None,), ([],), (1, 2), ("0x", 16), ("1__2",), ("- 1",)):
    try:
        print(int(*args))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
for bad in (float("inf"), float("-inf"), float("nan")):
    try:
        int(bad)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
