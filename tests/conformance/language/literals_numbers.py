# features: LG02
# All spellings of numbers.
print(0, 1_000_000, 0xFF, 0XAB_CD, 0o17, 0b1011, 0B1, 00, 0_0)
print(1.5, .5, 5., 1e3, 1E-3, 1_0.5_0, 1e+2, 0.1e1, 00.5)
print(10 ** 20, 123456789012345678901234567890, 0xFFFFFFFFFFFFFFFFFFFF)
for bad in ("1__0", "0x", "1_", "012", "0b2", "0o8", "1e", "1_.5", "0_x1"):
    try:
        eval(bad)
        print("accepted", bad)
    except SyntaxError:
        print("refused", bad)
