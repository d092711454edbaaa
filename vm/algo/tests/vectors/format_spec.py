"""Writes format_spec.txt (to standard output), tab separated: kind, specification, value, result or `!error`."""
import random, struct

rng = random.Random(20260107)


def bits(f):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", f))[0]


def spec(kinds):
    s = rng.choice(["", "", "<", ">", "^", "=", "*<", "é^", "日>", "0=", "x="])
    s += rng.choice(["", "", "", "+", "-", " "]) + rng.choice(["", "", "", "", "z"]) + rng.choice(["", "", "", "#"])
    s += rng.choice(["", "", "0"]) + rng.choice(["", "", "1", "5", "8", "12", "21"])
    s += rng.choice(["", "", "", ",", "_"]) + rng.choice(["", "", "", ".0", ".2", ".7"])
    return s + rng.choice(kinds)


def show(kind, s, value, shown):
    try:
        result = format(value, s)
    except ValueError as e:
        result = "!" + str(e)
    print(kind, s, shown, result, sep="\t")


texts = ["", "a", "héllo", "日本語", "long enough to be cut"]
ints = [0, 1, -1, 7, 255, -1234, 1234567, -123456789012345, 10**30, -(2**64)]
floats = [0.0, -0.0, 1.0, -1.5, 0.125, 1234567.891, -1e20, 1e-7, 123456789.0, float("inf"), float("-inf"), float("nan"), -0.0001, 0.5]
for _ in range(250):
    t = rng.choice(texts)
    show("str", spec(["", "s", "s", "d"]), t, t)
for _ in range(700):
    i = rng.choice(ints)
    show("int", spec(["", "d", "b", "o", "x", "X", "n", "s"]), i, i)
for _ in range(700):
    f = rng.choice(floats)
    show("float", spec(["", "e", "E", "f", "F", "g", "G", "n", "%", "d"]), f, bits(f))
for s in "c", "5c", "<5c", "^5c", "+c", "#c", "=5c", "05c", ",c", "_c", ".2c":
    show("int", s, 233, 233)
for s in "99999999999999999999", ".99999999999999999999", ".", ",_", "_,", ",,", "10.d", "dd", "5 5", ",n", "_n", ",x", "_x", "_b", "0", "00", "é", "日=5d", "z", "<<", "==", "{", " ", "=", "08,", "09,", "010,", "09_", "#010_x", "012_b":
    show("int", s, 1234567, 1234567)
    show("str", s, "ab", "ab")
    show("float", s, 1234.5, bits(1234.5))


def percent(s, value, kind, shown):
    print("%" + kind, s, shown, s % value, sep="\t")


for _ in range(400):
    flags = "".join(rng.sample("-+ #0", rng.randrange(4)))
    s = "%" + flags + rng.choice(["", "4", "9", "14"]) + rng.choice(["", ".", ".0", ".3", ".8"]) + rng.choice(["", "", "l", "h"])
    i, f, t = rng.choice(ints), rng.choice(floats), rng.choice(texts)
    percent(s + rng.choice("diuoxX"), i, "int", i)
    percent(s + rng.choice("eEfFgG"), f, "float", bits(f))
    percent(s + "s", t, "str", t)
