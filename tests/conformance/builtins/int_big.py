# features: LG24
# Arbitrary precision in every operation.
a = 123456789012345678901234567890
b = -987654321098765432109876543210
print(a + b, a - b, a * b)
print(b // a, b % a, divmod(a, -7), a // 10 ** 20, -a // 10 ** 20, a % -10 ** 5)
print(a << 70, a >> 40, b >> 40, -1 >> 1000, a & b, a | b, a ^ b, ~a)
print(2 ** 200, 3 ** 100, (-7) ** 55, pow(a, 10, 10 ** 9 + 7), pow(3, 10 ** 20, 1000007))
print(a > b, a == a + 0, a != b, b < 0, a >= 10 ** 29, hash(a) == hash(float(a)) or hash(a) == hash(a + 0))
print(a.bit_length(), b.bit_length(), (2 ** 64).bit_length(), (2 ** 64 - 1).bit_length(), abs(b), -a)
print((a * b) // b == a, (a ** 3) // (a ** 2) == a, (a * a + 5) % a)
