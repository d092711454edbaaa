# features: BI05 BI13 LG24 LG25
# Huge ints, negative steps and bounds.
l = list(range(10)); t = tuple(l); s = "0123456789"; b = b"0123456789"; r = range(10)
for a in (None, 0, 3, -3, 20, -20, 10**30, -10**30):
    for z in (None, 0, 7, -7, 20, -20):
        row = []
        for st in (None, 1, -1, 3, -3, 10**20, -10**20):
            x = l[a:z:st]
            assert list(t[a:z:st]) == x and [int(c) for c in s[a:z:st]] == x and [c - 48 for c in b[a:z:st]] == x and list(r[a:z:st]) == x, (a, z, st)
            row.append(len(x) and (x[0], x[-1], len(x)))
        print(a, z, row)
for code in ("l[::-2] = 'abcde'", "l[1:1] = l", "del l[::-3]", "l[5:2] = [0]", "l[-3:] = ()", "l[:] = l[::-1]", "del l[-100:100:7]", "l[2:4:-1] = []", "l[::2] = [1]", "l[0:2] = iter('xyz')"):
    l = list(range(10))
    try: exec(code); print(code, l)
    except Exception as e: print(code, type(e).__name__, e)
n = 3 ** 200
print(n, -n, n // 7 ** 50, -n // 7 ** 50, n % -7 ** 50, divmod(-n, 12345678901234567890), n >> 100, -n >> 100, n << 3, -n << 3)
print(n & -n, n | 1, n ^ (n >> 1), ~n, -n & 0xFFFF, -n | 0xFFFF, -n ^ 0xFFFFFFFFFFFFFFFFFFFF, n & (1 << 70), (-1 << 70) & n)
print(hex(n), oct(-n), bin(n)[:40], n.bit_length(), n.bit_count(), (-n).bit_length(), int(str(n)) == n, int(hex(n), 16) == n, int("-0b101", 0), int(" 1_000 "))
print(n.to_bytes(40, "big").hex(), int.from_bytes(n.to_bytes(40, "little"), "little") == n, (-n).to_bytes(41, "big", signed=True)[:4], int.from_bytes(b"\xff\xfe", "big", signed=True))
print(float(n), n / 3, n / n, 1 / n, n == float(n), n > 1e90, hash(n) == hash(n + 0), 2 ** 0.5, (-8) ** (1 / 3), 0 ** 0, 0.0 ** 0, 2 ** -1, (-2) ** -3)
print(pow(n, n, 1000007), pow(3, -1, 7), pow(2, 1000, -7), round(n, -50), round(15, -1), round(25, -1), round(-15, -1), round(2.5), round(3.5), round(1e20), round(1234.5678, -2))
for c in ("1 << -1", "1 >> -1", "1 << 10**20", "0 << 10**20", "1 >> 10**20", "n ** -1 > 0", "10**400 * 1.0", "int('1' * 5000)", "str(10**5000)", "int('')", "int('1__0')", "int('0x', 16)", "int('9', 8)", "int(1.5e300) % 1000", "int(float('inf'))", "int(float('nan'))", "pow(2, -1, 4)", "pow(2, 3, 0)", "1 % 0", "1 // 0", "1.0 // 0", "1 / 0", "1.0 % 0", "divmod(1, 0)", "0 ** -1", "0.0 ** -1", "int('z', 36)", "int('1', 37)", "int(b'12')", "int([])", "(1).to_bytes(0, 'big')", "(-1).to_bytes(1, 'big')", "(256).to_bytes(1, 'big')", "True + True", "True << 3", "-True", "~True", "10**20 == 1e20", "10**22 == 1e22", "2**53 + 1 == float(2**53 + 1)", "hash(2**61) == hash(float(2**61))", "hash(-1)", "hash(1.5) == hash(3 / 2)", "hash(10**30) == hash(float(10**30))", "'%d' % n == str(n)", "'%x' % 255", "f'{n:,}'[:20]", "f'{-n:e}'", "'%.3e' % n", "f'{12345678:_}', f'{255:#x}', f'{-5:05d}', f'{3:+}', f'{7:b}', f'{65:c}'", "9007199254740993 / 1", "123456789012345678901234567890 / 1e10", "(2**1000 + 1) / 2**1000", "2**1100 / 2**1000", "1e308 * 10", "-(2**63)", "-(2**31)", "2**31 * 2**31", "2**62 + 2**62", "-2**63 // -1", "4611686018427387904 - 1", "-4611686018427387904 - 1", "1073741823 + 1", "-1073741824 - 1", "-1073741824 // -1", "1073741823 * 1073741823"):
    try: print(c, "=", eval(c))
    except Exception as e: print(c, "->", type(e).__name__, e)
print(repr(8832520100341.0625), 5e-324, 1.7976931348623157e308, 1e16, 1e15, 123456789012345680.0, 0.1 + 0.2, 1e-5, 0.0001, -0.0, 1e22, 1e23, 2.5e-7)
