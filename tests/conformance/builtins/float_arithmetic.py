# features: LG25
# IEEE doubles: rounding, signs of zero, infinities.
print(0.1 + 0.2, 1 / 3, 2 / 3, 1e308 * 10, -1e308 * 10, 5e-324 / 2, 1e16 + 1, 0.1 * 3)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, 2), divmod(-7.5, 2), 1e300 % 7)
print(0.0 == -0.0, str(-0.0), 0.0 + -0.0, -0.0 * 1, -0.0 - 0.0, 5.0 % 5, -5.0 % 5, abs(-0.0))
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, inf - inf, inf * 0, nan == nan, nan != nan, nan < 1, inf > 10 ** 400, -inf < -10 ** 400, nan in [nan])
print(2.0 ** 0.5, 2 ** 0.5, (-8.0) ** 3, 2.0 ** -1, 10.0 ** 20, 4 ** 0.5, 0.0 ** 0, (-1.0) ** 2.0)
for code in ("1.0 / 0", "1.0 // 0", "2.0 ** 10000", "1e400 * 0 and float(10 ** 400)", "1.5 & 1", "1.5 << 1"):
    try:
        print(eval(code))
    except (ZeroDivisionError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
print(1 + 1.5, 1.5 - True, 3 * 1.5, 10 ** 20 + 1.0, 1.0 == 1, hash(1.0) == hash(1), 2 ** 53 + 1 == float(2 ** 53 + 1))
