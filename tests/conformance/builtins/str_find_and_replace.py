# features: BI03
# Searching, counting, replacing, with bounds.
s = "the quick brown the end"
print(s.find("the"), s.find("the", 1), s.find("zzz"), s.find("the", 1, 5), s.rfind("the"), s.rfind("the", 0, 10), s.find(""), s.find("", 99))
print(s.index("quick"), s.rindex("e"), s.count("the"), s.count("e", 5), s.count(""), "aaa".count("aa"), s.find("t", -7), s.rfind("", 3))
print(s.replace("the", "a"), s.replace("the", "a", 1), "aaa".replace("", "-"), "aaa".replace("a", ""), "abc".replace("x", "y"), "".replace("", "x"))
print(s.startswith("the"), s.startswith("quick", 4), s.endswith(("x", "end")), s.endswith("the", 0, 3), "".startswith(""), "a".startswith("", 2))
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "abc".removeprefix("z"), "a€b€c".find("€", 2), "a€b".replace("€", "😀"))
for f in (lambda: "a".index("b"), lambda: "a".rindex("b"), lambda: "a".find(1), lambda: "a".startswith(1), lambda: "a".replace(1, "b"), lambda: "a".replace("a")):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
