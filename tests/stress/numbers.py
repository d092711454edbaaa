# Numbers: big integers, division, powers, parsing and printing, floats, complex.
factorial = 1
for i in range(1, 41):
    factorial *= i
print(factorial, factorial // 10 ** 30, factorial % 97, -factorial >> 13, hex(factorial))
a, b = 3 ** 100, 7 ** 60
print(a + b, a - b, a * b, divmod(a, b), a & b, a | b, a ^ b, ~a, a << 70)
print(int("123456789" * 6), int("-ff" * 1, 16), int("zz", 36), pow(3, 200, 10 ** 20 + 39), abs(-b))
print(str(a)[:20], float(b), a / b, round(b, -40), b.bit_length(), hash(a) == hash(a + 0))
print(a.to_bytes(40, "big").hex(), int.from_bytes(b"\x01" * 20, "little"))
print(1.5 ** 3, 7.25 // 2, -7.25 % 3, float("1e308") * 10, repr(0.1 + 0.2), (2.5).hex(), float.fromhex("0x1.8p3"))
print((1 + 2j) * (3 - 4j), abs(3 + 4j), complex("1-2j"), sum([0.5] * 9), min(a, b) == b, max(1.5, 2))
print([n for n in range(-3, 4) if n], list(range(10, 0, -3)), range(5)[-2], 3 in range(4), len(range(0, 10 ** 12, 7)))
print(sorted([5, 2.5, -1, True, 10 ** 20]), bool(0.0), int(-3.9), round(2.5), round(2.675, 2))
