# features: BI16
# IndexError and KeyError, and how they print.
codes = """[][0]|[1][-2]|()[0]|""[0]|b""[0]|range(0)[0]|[].pop()|[1].pop(3)|{}["k"]|{}[1]|{}[None]|{}[(1, 2)]|{"a": 1}["b"]|{}.pop("k")|{}.popitem()|set().pop()|{1}.remove(2)
{}["it's"]|{}[""]|{}[1.5]|{}[b"x"]|"{a}".format()|"{0}".format()|"%(a)s" % {}"""
for code in codes.replace("\n", "|").split("|"):
    try:
        print(code, "=", eval(code))
    except LookupError as e:
        print(code, "->", type(e).__name__, e, "|", repr(e), "|", e.args)
l = [1]
for code in ("l[5] = 1", "del l[5]", "l[-9] = 1", "del {}['q']", "l[10 ** 30]", "l[10 ** 30] = 1"):
    try:
        exec(code)
    except LookupError as e:
        print(code, "->", type(e).__name__, e)
