# features: BI02
# print: separators, ends, files.
import sys
print()
print(1, "a", None, [1, "b"], sep="-", end="!\n")
print("x", end="")
print("", "y", sep="")
print("a", "b", sep=None, end=None)
class W:
    def __init__(self):
        self.parts = []
    def write(self, s):
        self.parts.append(s)
    def flush(self):
        self.parts.append("FLUSH")
w = W()
print("to", "file", file=w, flush=True)
print(w.parts)
print("é€😀", file=sys.stdout)
for kw in ({"sep": 5}, {"end": 5}, {"nope": 1}):
    try:
        print("a", "b", **kw)
    except TypeError as e:
        print(e)
class S:
    def __str__(self):
        return "via str"
print(S(), [S()] and "list", str(S()))
sys.stdout.write("direct\n")
