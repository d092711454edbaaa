"""Writes hash.txt (to standard output): a magnitude and its residues modulo 2**31-1 and 2**61-1."""
import math, random, struct

rng = random.Random(20260102)
primes = 2**31 - 1, 2**61 - 1

ints = [0, 1, 2**31 - 1, 2**31, 2**32, 2**61 - 1, 2**61, 2**64, (2**61 - 1) * (2**31 - 1), 2**62 - 2]
ints += [rng.getrandbits(rng.randrange(1, 400)) for _ in range(60)]
for n in ints:
    print("int", format(n, "x"), *(n % p for p in primes))
floats = [0.0, 1.0, 0.5, 0.1, 5e-324, 2.0**31, 2.0**61, 1.7976931348623157e308, 2.2250738585072014e-308]
floats += [math.ldexp(rng.random(), rng.randrange(-1060, 1020)) for _ in range(60)]
for f in floats:
    n, d = f.as_integer_ratio()
    print("float", "%016x" % struct.unpack("<Q", struct.pack("<d", f))[0], *(n * pow(d, -1, p) % p for p in primes))
