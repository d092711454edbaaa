# features: BI16 LG17
# The text of TypeError for operands and calls.
codes = """1 + "a"|"a" + 1|[] + {}|None + 1|1 - "a"|"a" - "b"|{} - 1|1 * None|1 // "a"|"a" % 1|1 ** "a"|1 < "a"|None < 1|[] < {}
-"a"|+[]|~1.5|not_callable()|5()|"a"()|None()|len(5)|len()|len(1, 2)|int([])|int("1", "2")|float([])|str(1, 2)|list(1)|tuple(None)|dict(1)|set(1)
{}[[]]|[1]["0"]|(1)[0]|None[0]|"abc"[1.5]|len[0]|abs(None)|sum(1)|ord(1)|chr("a")|isinstance(1, 1)|hash({})|iter(1)|next(1)|sorted(1)|max(1)
"".join([1])|"a" in 5|5 in 5|None in "a"|b"a" + "a"|"%d" % "a"|"%d" % None|range(1.0)|range("1")|print(sep=1)|[].append(1, 2)|{}.get()|"a".upper(1)
[].sort(1)|1 @ 2|1 & 1.0|1 << "a"|divmod("a", 1)|round("a")|pow(1, "a")|zip(1)|enumerate(1)|map()|filter(1)|reversed(1)|lambda_call(1)|object(1)"""
not_callable = 5
lambda_call = lambda: 0
for code in codes.replace("\n", "|").split("|"):
    try:
        print(code, "=", eval(code))
    except TypeError as e:
        print(code, "->", e)
