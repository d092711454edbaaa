"""Writes bigint.txt (to standard output): `operation operand... = result...`, integers in hexadecimal."""
import math, random, struct

rng = random.Random(20260101)


def some(limbs=6, signed=True):
    kind = rng.randrange(6)
    bits = rng.choice([1, 8, 31, 32, 33, 63, 64, 65, 96, 128, rng.randrange(1, 32 * limbs + 1)])
    if kind == 0:
        n = 1 << bits
    elif kind == 1:
        n = (1 << bits) - 1
    elif kind == 2:  # long runs of ones and zeros, where carries go far
        n = 0
        while n.bit_length() < bits:
            run = rng.randrange(1, 70)
            n = (n << run) | (((1 << run) - 1) * rng.randrange(2))
            if n == 0:
                n = 1
    elif kind == 3:
        n = rng.randrange(0, 5)
    else:
        n = rng.getrandbits(bits)
    return -n if signed and rng.randrange(2) else n


def text(x):
    if isinstance(x, float):
        return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]
    if isinstance(x, bytes):
        return x.hex() or "-"
    if isinstance(x, str):
        return x or "-"
    return format(x, "x")


def emit(op, operands, results):
    print(op, *map(text, operands), "=", *map(text, results))


def guard(f, *names):
    try:
        r = f()
        return r if isinstance(r, tuple) else (r,)
    except tuple(names) as e:
        return (type(e).__name__,)


def near_float(n):
    """A float near, at or far from n."""
    try:
        f = float(n)
    except OverflowError:
        return rng.choice([math.inf, -math.inf, 1.7976931348623157e308])
    return rng.choice([f, math.nextafter(f, math.inf), math.nextafter(f, -math.inf), f + 0.5, -f, f * 0.75])


for _ in range(80):
    a, b = some(), some()
    emit("add", (a, b), (a + b,))
    emit("sub", (a, b), (a - b,))
    emit("mul", (a, b), (a * b,))
    emit("divmod", (a, b), guard(lambda: divmod(a, b), ZeroDivisionError))
    emit("and", (a, b), (a & b,))
    emit("or", (a, b), (a | b,))
    emit("xor", (a, b), (a ^ b,))
    emit("cmp", (a, b), ((a > b) - (a < b),))
    emit("gcd", (a, b), (math.gcd(a, b),))
    emit("truediv", (a, b), guard(lambda: a / b, ZeroDivisionError, OverflowError))
    emit("not", (a,), (~a,))
    emit("bits", (a,), (a.bit_length(), a.bit_count()))
    n = rng.choice([0, 1, 31, 32, 33, 64, rng.randrange(200)])
    emit("shl", (a, n), (a << n,))
    emit("shr", (a, n), (a >> n,))
    emit("isqrt", (abs(a),), (math.isqrt(abs(a)),))
    e, m = some(2), some(3)
    emit("modpow", (a, e, m), guard(lambda: pow(a, e, m), ValueError))
    n = rng.randrange(25)
    emit("pow", (some(2), 0), (1,))
    b = some(2)
    emit("pow", (b, n), (b**n,))
    base = rng.randrange(2, 37)
    x, digits = abs(a), ""
    while x:
        x, d = divmod(x, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[d] + digits
    emit("format", (a, base), (("-" if a < 0 else "") + (digits or "0"),))
    emit("format", (a, 10), (str(a),))
    length = rng.choice([0, 1, 2, 4, 5, 8, 9, max(1, (a.bit_length() + 7) // 8), a.bit_length() // 8 + 1])
    for order in "little", "big":
        for signed in 0, 1:
            emit("to_bytes", (a, length, order, signed), guard(lambda: a.to_bytes(length, order, signed=bool(signed)), OverflowError))
            data = rng.randbytes(rng.randrange(14))
            emit("from_bytes", (data, order, signed), (int.from_bytes(data, order, signed=bool(signed)),))

for _ in range(160):
    a = some(rng.choice([3, 6, 34, 40]))
    f = near_float(a)
    emit("to_float", (a,), guard(lambda: float(a), OverflowError))
    emit("cmp_float", (a, f), ((a > f) - (a < f),))
    f = math.ldexp(rng.random() * rng.choice([1, -1]), rng.randrange(-80, 1024))
    emit("from_float", (f,), (int(f),))
    # Ties and their neighbours.
    m = (rng.getrandbits(53) | 1 << 52) * 2 + 1
    a = (m << rng.randrange(200)) + rng.choice([-1, 0, 1])
    emit("to_float", (a,), (float(a),))
    # Quotients at the edge of the range, where results are subnormal or infinite.
    a = rng.getrandbits(rng.randrange(1, 300)) + 1
    b = (rng.getrandbits(rng.randrange(1, 200)) + 1) << rng.choice([0, 0, 900, 1000, 1060, 1074, 1300])
    if rng.randrange(3) == 0:
        a, b = b, a
    emit("truediv", (a, b), guard(lambda: a / b, OverflowError))
for f in 0.0, -0.0, 0.5, -0.5, 1.0, -1.0, math.inf, -math.inf, 5e-324, 2.0**53, 2.0**64, 1.7976931348623157e308:
    for a in 0, 1, -1, 2**53, 2**53 + 1, 2**64, 2**1024, -(2**1024), 2**1024 - 2**970:
        emit("cmp_float", (a, f), ((a > f) - (a < f),))
for bits in 40 * 32, 83 * 32, 163 * 32 + 5:
    for other in bits, bits // 2, 41 * 32:
        a, b = rng.getrandbits(bits), -rng.getrandbits(other)
        emit("mul", (a, b), (a * b,))
        emit("divmod", (a * 3, b), divmod(a * 3, b))
for base in 3, 7, 10, 16, 32, 36:
    a = rng.getrandbits(900)
    x, digits = a, ""
    while x:
        x, d = divmod(x, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[d] + digits
    emit("format", (a, base), (digits,))
a, e, m = rng.getrandbits(512), rng.getrandbits(300), rng.getrandbits(500)
emit("modpow", (a, e, m), (pow(a, e, m),))
a = rng.getrandbits(3000)
emit("isqrt", (a,), (math.isqrt(a),))
emit("isqrt", (a * a,), (a,))
emit("isqrt", (a * a - 1,), (a - 1,))
