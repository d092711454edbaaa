def add(a, b):
    c = a + b
    return c


def fold(x):
    return x * (2 + 3 * 4) - -1 + 1.5 ** 2 + (1, (2, "x"), None)[0] + 2j


def mixed(a, b, c):
    x = a.b[c] @ b << 2
    x |= ~a
    x += 1
    x -= 200
    return not x, -x, +x, a < b <= c != 3, a in (1, 2), a not in [3, 4], a in {5}


big = 123456789012345678901234567890
