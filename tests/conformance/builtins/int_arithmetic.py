# features: LG24 BI09
# Floor division and remainder by sign, powers, shifts.
for a in (7, -7):
    for b in (2, -2):
        print(a, b, a // b, a % b, divmod(a, b), a / b)
print(2 ** 10, (-2) ** 3, 2 ** -2, 0 ** 0, pow(3, 4, 5), pow(2, -1, 7), 1 << 40, -1 >> 3, 5 & -2, 5 | -8, 5 ^ -1, ~0)
print(abs(-5), -(-5), +5, 7 .__add__(1), (5).__rsub__(8), True + True, True * 5, -True, ~5)
print(round(15, -1), round(25, -1), round(-15, -1), round(5), round(1234, -2))
for code in ("1 // 0", "1 % 0", "divmod(1, 0)", "1 / 0", "1 << -1", "1 >> -1", "pow(2, 3, 0)", "1 & 1.5"):
    try:
        eval(code)
    except (ZeroDivisionError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
