# features: BI04
# bytes: literals, construction, indexing, comparison, repr.
b = b"abc\x00\xff"
print(b, b[0], b[-1], b[1:3], len(b), list(b), b + b"d", b"ab" * 2, b"b" in b, 97 in b, b == bytes([97, 98, 99, 0, 255]))
print(bytes(), bytes(3), bytes([1, 2]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(3)), b"a" < b"b", b"" == b"", hash(b"a") == hash(b"a"))
print(repr(b"'"), repr(b'"'), repr(b"'\""), repr(b"\t\n\r\\\x1f~\x7f"), str(b"a"), b"%d %s" % (5, b"x"))
for code in ("b'a'[5]", "b'a' + 'b'", "bytes([256])", "bytes([-1])", "bytes('a')", "bytes(-1)", "b'a'[0:1][1]", "bytes([1.5])", "b'a' < 'a'", "'a' in b'a'", "300 in b'a'"):
    try:
        print(eval(code))
    except (IndexError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    b[0] = 1
except TypeError as e:
    print(e)
