"""Writes float_text.txt (to standard output): `repr bits text`, `percent format bits text`, `format spec bits text`,
`parse text bits`, `hex bits text`, `fromhex text bits`."""
import math, random, struct

rng = random.Random(20260106)


def bits(f):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", f))[0]


floats = [0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 2.5, 0.25, 0.125, 1e15, 1e16, 1e17, 123456789012345.6, 9999999999999998.0,
          1e-4, 1e-5, 0.00012345, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, math.pi, math.inf,
          -math.inf, math.nan, 100.0, 999999.5, 9.5, 99.95, 0.05, 0.15, 1e100, 123456.0, 1234567.0, 12345678.9, 1e-10]
for _ in range(60):
    floats.append(struct.unpack("<d", rng.randbytes(8))[0])
    floats.append(round(rng.uniform(-1e6, 1e6), rng.randrange(6)))
    floats.append(rng.randrange(-10**6, 10**6) / 2 ** rng.randrange(8))
for f in floats:
    print("repr", "-", bits(f), repr(f))
    for kind in "efgEG":
        for precision in rng.choice([0, 1, 2]), rng.choice([3, 6, 10, 17, 20, 25]):
            spec = f"{rng.choice(['', '', '#'])}.{precision}{kind}"
            print("percent", spec, bits(f), ("%" + spec) % f)
    p = rng.randrange(0, 20)
    print("percent", f".{p}", bits(f), format(f, f".{p}"))
    print("percent", "", bits(f), format(f, ""))
    if math.isfinite(f):
        print("hex", "-", bits(f), f.hex())
for spec in ".1100f", ".800e", "#.800g", ".800g":
    for f in 0.1, 5e-324, 1.7976931348623157e308:
        text = ("%" + spec) % f
        print("percent", spec, bits(f), text)
texts = ["1", " 1.5 ", "1_000.5", "1__0", "_1", "1_", "1_.5", "1._5", "1e1_0", "1e_1", "1_e1", ".5", "5.", ".", "", "e5", "+.5e-3", "-nan", "+inf",
         "Infinity", "iNf", "infinit", "nan(1)", "0x10", "1e400", "-1e400", "1e-400", "1 2", "++1", "2.2250738585072011e-308",
         "1" * 400, "0." + "0" * 400 + "1", "9007199254740993", "9007199254740992.9999", "1.7976931348623159e308", "1_2.3_4e5_6", "1e+", "1d5", "\t1\n", "1e5.0", "0e1000000"]
for text in texts:
    try:
        r = bits(float(text))
    except ValueError:
        r = "invalid"
    print("parse", text.replace(" ", "\\s").replace("\t", "\\t").replace("\n", "\\n") or "\\e", r)
texts = ["0x1p0", "1", "0x.8", "0x1.", "0x", ".", "", "p1", "0x1p", "0x1p+", "0x1.8p+1", "-0x1.8p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.00000000000008p0",
         "0x1.000000000000081p0", "0x1.00000000000018p0", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x1p1024", "inf", "-infinity", "nan", "0x0p99999999999999",
         "0x1p99999999999999", "0x1p-99999999999999", "0X1P1", "abc.def", "0x1.2.3", "0x1_0", "1g", "0x" + "f" * 30, "0x0." + "0" * 40 + "1p160", "0x1 ", "--1", "0x-1"]
for text in texts:
    try:
        r = bits(float.fromhex(text))
    except ValueError:
        r = "invalid"
    except OverflowError:
        r = "overflow"
    print("fromhex", text.replace(" ", "\\s") or "\\e", r)
