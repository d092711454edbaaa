# features: LG24 BI22
# Around the sizes where an implementation changes its representation.
for bits in (15, 16, 29, 30, 31, 32, 60, 61, 62, 63, 64, 127, 128):
    for delta in (-1, 0, 1):
        n = (1 << bits) + delta
        assert n - 1 + 1 == n and n * 2 // 2 == n and -(-n) == n and (n ^ n) == 0, n
        assert n * n // n == n and n + n - n == n and (n << 5) >> 5 == n and int(str(n)) == n, n
        assert -n // 2 == -((n + 1) // 2) and (-n) % 7 == (7 - n % 7) % 7 and n & (n - 1) | n == n, n
        assert int(hex(n), 16) == n and int(bin(-n), 2) == -n and hash(n) == hash(n + 1 - 1), n
        assert (n < n + 1) and not (n < n) and (n <= n) and (-n < n) and n != -n, n
    print(bits, 1 << bits, -(1 << bits), ~(1 << bits))
print(2147483647 + 1, -2147483648 - 1, 1073741823 + 1, -1073741824 - 1, 65536 * 65536, 4611686018427387904 * 2)
print(-2147483648 // -1, abs(-1073741824), -(-1073741824), 1073741823 * 1073741823)
