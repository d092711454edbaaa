# features: SM38
# Weak collections, methods, finalizers.
import gc
import weakref
from weakref import WeakKeyDictionary, WeakMethod, WeakSet, WeakValueDictionary, finalize, proxy, ref


class C:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "C(%s)" % self.name

    def method(self):
        return "called " + self.name


def fails(function, *args):
    try:
        print("no error", function(*args))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at ")[0])


d = WeakValueDictionary()
a, b = C("a"), C("b")
d["a"] = a
d["b"] = b
d["c"] = C("gone")
print(sorted(d), len(d), d["a"], d.get("c"), "b" in d, "c" in d, sorted(d.items()), list(d.values()))
fails(lambda: d["c"])
del b
gc.collect()
print(sorted(d.keys()), d.pop("b", "none"), d.setdefault("a", 5), len(d.valuerefs()))
print(len(d | {"z": a}), d.copy()["a"] is a)

k = WeakKeyDictionary()
b = C("b")
k[a] = 1
k[b] = 2
print(len(k), k[a], a in k, sorted(v for v in k.values()), k.get(b), [r().name for r in k.keyrefs()])
del b
gc.collect()
print(len(k), dict(k))
fails(lambda: k[C("other")])

s = WeakSet([a])
b = C("b")
s.add(b)
print(len(s), a in s, 5 in s, sorted(x.name for x in s))
del b
gc.collect()
print(len(s), s | {a} == s, s & [a] == WeakSet([a]), s - [a], len(s ^ [a]), s.issubset([a]), s == WeakSet([a]))
s.discard(a)
s.discard(a)
fails(s.remove, a)
fails(s.pop)
items = [C(str(i)) for i in range(5)]
s = WeakSet(items)
for x in s:
    items.clear()
print(len(s) <= 1)

m = WeakMethod(a.method)
print(m()(), m == WeakMethod(a.method), hash(m) == hash(WeakMethod(a.method)))
seen = []
t = C("t")
m = WeakMethod(t.method, seen.append)
del t
gc.collect()
print(m(), len(seen), seen[0] is m)
fails(WeakMethod, len)

t = C("t")
f = finalize(t, print, "finalized", 1, end="!\n")
print(f.alive, f.peek()[0] is t, f.peek()[2:], f.atexit)
del t
gc.collect()
print(f.alive, f(), f.detach(), f.peek())
t = C("t")
f = finalize(t, print, "never")
print(f.detach()[1] is print, f.alive)
f = finalize(t, lambda: "result")
print(f(), f())
f = finalize(t, print, "at exit")
f.atexit = False
print(f.atexit)
p = proxy(a)
print(p.name, p.method(), isinstance(p, C), weakref.getweakrefcount(a) > 0, type(p) in weakref.ProxyTypes)
