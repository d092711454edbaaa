# features: BI16
# The text of ValueError and of its relatives.
codes = """int("x")|int("")|int("1", 99)|float("x")|float("")|complex_missing|[].remove(1)|[].index(1)|(1,).index(2)|"a".index("b")|range(1, 2, 0)|list(zip([1], [], strict=True))
chr(-1)|chr(1114112)|bytes([256])|bytes([-1])|bytes(-1)|[1, 2][::0]|"a".split("")|"a".partition("")|max([])|min(())|pow(2, 1, 0)|"{".format()|"}".format()|"{!z}".format(1)
format(1, "zz")|format("a", "d")|format(1.5, "d")|"%z" % 1|"%" % ()|int("0x")|int("1_")|round(float("nan"))|int(float("nan"))|bytes.fromhex("1")|(1).to_bytes(1, "x")|dict([(1, 2, 3)])
dict(["a"])|"abc".rindex("z")|[1].index(2, 0, 1)|slice(0, 1, 0).indices(1)|"a".join|1 << -1"""
for code in codes.replace("\n", "|").split("|"):
    try:
        print(code, "=", str(eval(code))[:20])
    except (ValueError, NameError) as e:
        print(code, "->", type(e).__name__, e)
