# features: SM26
# defaultdict, OrderedDict, Counter.
from collections import Counter, OrderedDict, defaultdict


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
print(d, d["b"], "c" in d, d.get("c"), d.default_factory, len(d))
d.default_factory = None
fails(lambda: d["nothing"])
print(defaultdict(int, {"x": 1}, y=2), defaultdict(), defaultdict(None, [(1, 2)]))
fails(defaultdict, 3)
c = d.copy()
c["z"] = 1
print(type(c).__name__, "z" in d, c == dict(c), defaultdict(int, a=1) | {"b": 2}, {"b": 2} | defaultdict(int, a=1))
i = defaultdict(int)
for ch in "hello":
    i[ch] += 1
print(dict(i), isinstance(i, dict))
fails(lambda: defaultdict(lambda: 1 / 0)["k"])


class Missing(defaultdict):
    def __missing__(self, key):
        return "missing " + key


print(Missing(int)["q"])

o = OrderedDict([("a", 1), ("b", 2)], c=3)
print(list(o), o["b"], list(reversed(o)), len(o))
o.move_to_end("a")
print(list(o))
o.move_to_end("c", last=False)
print(list(o.items()))
fails(o.move_to_end, "zz")
print(o.popitem(), o.popitem(last=False), list(o))
fails(OrderedDict().popitem)
x, y = OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)
print(x == y, x == dict(y), x != y, x == OrderedDict(x), dict(x) == y)
print(type(x.copy()).__name__, type(x | y).__name__, list(x | {"z": 0}), list({"z": 0} | x), OrderedDict.fromkeys("ab", 0) == {"a": 0, "b": 0})
fifo = OrderedDict()
for n in range(500):
    fifo[n] = n
    if n >= 10:
        fifo.popitem(last=False)
print(list(fifo))
x.update(c=5)
x |= {"d": 6}
print(list(x.items()), x.pop("c"), x.setdefault("e", 7), list(x.keys()), list(x.values()))

c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), c.most_common(), c.total())
print(sorted(c.elements()), Counter(a=2, b=-1), Counter({"x": 3}), Counter(), len(c))
c.update("aa")
c.update({"b": 10}, z=1)
c.subtract("ab")
c.subtract(z=5)
print(c)
a, b = Counter(a=3, b=1), Counter(a=1, b=2, c=4)
print(a + b, a - b, a | b, a & b, +Counter(a=1, b=-1), -Counter(a=1, b=-1))
print(a == b, a <= a, a < a, Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=2), Counter(a=0) == Counter(), b >= a, Counter(a=1) != Counter())
a += b
a -= Counter(c=1)
print(a)
a |= Counter(z=9)
a &= Counter(z=3, a=1)
print(a, a.copy(), type(a.copy()).__name__)
del a["not there"]
fails(Counter.fromkeys, "ab")
fails(Counter, 3)
fails(lambda: Counter() < {})
print(Counter(a=1) == {"a": 1}, dict(Counter("aab")))
