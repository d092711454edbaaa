# features: LG12
# Order of enter and exit, and what exit's value means.
class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value)
        return self.swallow
with M("a") as x, M("b") as (y):
    print(x, y)
with M("c", True):
    1 / 0
try:
    with M("d", True), M("e"):
        raise ValueError("v")
    print("swallowed outside")
    with M("f"):
        raise KeyError("k")
except KeyError as e:
    print("out", e)
def f():
    with M("g"):
        return "returned"
print(f())
for i in range(2):
    with M(i):
        if i == 0:
            continue
        break
with (M("p") as p, M("q") as q,):
    print(p + q)
