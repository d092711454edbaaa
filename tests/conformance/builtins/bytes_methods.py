# features: BI04
# Methods that bytes shares with str, and its own.
b = b"Hello, World"
print(b.upper(), b.lower(), b.find(b"o"), b.find(111, 5), b.rfind(b"o"), b.count(b"l"), b.replace(b"l", b"L", 1), b.index(b"W"))
print(b.split(b", "), b.split(), b.partition(b","), b.startswith(b"He"), b.endswith((b"x", b"ld")), b", ".join([b"a", b"b"]), b.strip(b"Hd"))
print(b.hex(), b.hex(" "), b.hex("-", 4), bytes.fromhex("48 65 6c"), b.decode(), b.isalpha(), b"12".isdigit(), b" ".isspace(), b"ab".title())
print(b"a\nb\r\nc".splitlines(), b"x".center(5, b"*"), b"5".zfill(3), b"a\tb".expandtabs(4), b"abc".translate(bytes.maketrans(b"a", b"z"), b"c"), b"ab".removeprefix(b"a"))
for f in (lambda: bytes.fromhex("4"), lambda: bytes.fromhex("zz"), lambda: b"a".split(""), lambda: b",".join(["a"]), lambda: b"a".index(b"z"), lambda: b"a".find("a")):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
