# features: BI16
# Division by zero and overflow.
codes = """1 / 0|1 // 0|1 % 0|1.0 / 0|0 / 0|0.0 / 0.0|divmod(5, 0)|5 // 0|True / False|10 ** 400 * 1.0|float(10 ** 400)|2.0 ** 5000|10 ** 400 / 3.0|int(float("inf"))
1e308 * 1e308|-1e308 * 10|10 ** 400 / 10 ** 399|10 ** 30 // 0|10 ** 30 / 0|1.5 // 0.0 if False else 0|round(1e300 * 10 ** 10)|(2 ** 1024 - 1) / 1 if False else 1"""
for code in codes.replace("\n", "|").split("|"):
    try:
        print(code, "=", eval(code))
    except ArithmeticError as e:
        print(code, "->", type(e).__name__, e)
