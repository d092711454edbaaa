# features: BI03
# split, rsplit, splitlines, partition, join.
print("a b  c".split(), " a b ".split(" "), "a,b,,c".split(","), "a,b,c".split(",", 1), "".split(), "".split(","), "abc".split("b"), " a  b c ".split(None, 1))
print("a,b,c".rsplit(",", 1), " a b c ".rsplit(None, 1), "a--b--c".split("--"), "a\tb\nc".split(), "x".rsplit("x"))
print("a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
print(",".join(["a", "b"]), "".join("xyz"), "-".join([]), "-".join(["one"]), ", ".join(str(i) for i in range(3)), "€".join("ab"))
for f in (lambda: "a".split(""), lambda: ",".join(["a", 1]), lambda: ",".join(5), lambda: "a".partition(""), lambda: "a".split(1)):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
