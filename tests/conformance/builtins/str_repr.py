# features: LG26 BI03
# repr and ascii: quotes, escapes, what is not printable.
for s in ("", "a", "it's", 'say "x"', "both ' and \"", "\\", "\n\r\t", "\x00\x1b\x7f", "\x80\xa0\xad\xff", "é€", "😀", "\u200b\u2028\ufeff", "\ud800"):
    print(repr(s), ascii(s))
print(str("x"), str(5), str(None), str([1, "a"]), str(b"x"), str(), str(("a",)))
print(str(b"caf\xc3\xa9", "utf-8"), str(b"abc", encoding="ascii"), str(object=5))
