# features: BI03
# Stripping and padding.
print(repr("  a ".strip()), repr(" a ".lstrip()), repr(" a ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "abc".lstrip("cba"), repr("\u2003a\x1f".strip()))
print("ab".center(7, "*"), "abc".center(6), "a".ljust(3, "-"), "a".rjust(3), "abc".ljust(2), "5".zfill(3), "-5".zfill(4), "+5".zfill(4), "abc".zfill(2), "".zfill(2))
print(repr("a\tb\tc".expandtabs()), repr("a\tb".expandtabs(4)), repr("\t".expandtabs(0)), repr("ab\n\tc".expandtabs(3)))
t = str.maketrans("abc", "xyz", "d")
print("abcd".translate(t), "abc".translate({97: "A", 98: None, 99: 67}), str.maketrans({"a": 1}), "é".translate({233: "e"}))
for f in (lambda: "a".center(5, "ab"), lambda: "a".strip(1), lambda: "a".ljust("x"), lambda: str.maketrans("a", "bc")):
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
