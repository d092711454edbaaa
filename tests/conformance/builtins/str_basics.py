# features: LG26 BI03
# Indexing, slicing, concatenation, repetition, comparison, membership.
s = "héllo€😀"
print(len(s), s[1], s[-1], s[5], s[1:6:2], s[::-1], s * 2, "a" + "b", "ab" in "cab", "x" not in "y", "" in "")
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "é" > "z", "a" == "a", "a" != "b", "10" < "9")
print(ord("€"), chr(8364), chr(128512) == s[-1], [c for c in "ab€"], list(s[-2:]), hash("a") == hash("a"), max("hello"), sorted("bca"))
for code in ("'abc'[3]", "'abc'[-4]", "'abc'['a']", "'a' + 1", "1 + 'a'", "'a' * 'b'", "'a' * 1.5", "'a' < 1", "1 in 'a'",
             "chr(-1)", "chr(0x110000)", "ord('ab')", "ord('')", "ord(5)", "'abc'[1.0]"):
    try:
        print(eval(code))
    except (IndexError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
s = "abc"
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
