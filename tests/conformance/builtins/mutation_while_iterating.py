# features: LG27 BI07 BI08
# Containers that change while something walks over them.
d = {i: i for i in range(5)}
for change in ("d.pop(4)", "d.__setitem__(9, 9)", "d.clear()", "d.update({1: 5})"):
    d = {i: i for i in range(5)}
    try:
        out = []
        for k in d:
            out.append(k)
            if k == 1: eval(change)
        print(change, out)
    except RuntimeError as e: print(change, out, e)
for view in ("keys", "values", "items"):
    d = {1: 1, 2: 2}
    try:
        for x in getattr(d, view)(): d[3] = 3
    except RuntimeError as e: print(view, e)
s = {1, 2, 3}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
l = [1, 2, 3]
for x in l:
    if len(l) < 8: l.append(x * 2)
print(l)
l = list(range(6))
for x in l: l.remove(x)
print(l)
l = [1, 2, 3]
it = iter(l); next(it); l.clear(); print(list(it)); l.extend([1, 2, 3]); print(list(it))
for i, x in enumerate(l):
    del l[i:]
print(l)
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o):
        boom()
        return self.n == o.n
def boom(): pass
d = {K(1): 1, K(2): 2}
def boom(): d.clear()
try: print(d.get(K(3)), len(d))
except RuntimeError as e: print(e)
def boom(): pass
d = {K(i): i for i in range(4)}
print(len(d), d[K(2)])
class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, o): self.l.clear(); return False
    def __lt__(self, o): self.l.clear(); return False
l = []; l += [Evil(l), Evil(l), 3]
print(3 in l, l)
l += [Evil(l), Evil(l)]
try: l.sort()
except ValueError as e: print(e)
l[:] = [Evil(l) for _ in range(3)]
try: print(l.index(7))
except ValueError as e: print(type(e).__name__)
l[:] = [Evil(l) for _ in range(3)]; print(l.count(1), l)
l[:] = [Evil(l), 1]; print(l == [0, 0])
a = [1]; a.append(a); print(a, repr(a), str([a]))
d = {}; d["d"] = d; print(d, [d])
t = ([],); t[0].append(t); print(t)
s = [set()]; print(s, frozenset([1]), {frozenset()}, set())
v = {}; v[1] = v.values(); print(len(repr(v)) > 0)
try: a == a[1]; print(a == a)
except RecursionError: print("rec")
b = [1]; b.append(b)
try: print(a == b)
except RecursionError as e: print("RecursionError")
def gen():
    for k in dd: yield k
dd = {1: 1, 2: 2}; g = gen(); next(g); dd[3] = 3
try: next(g)
except RuntimeError as e: print(e)
class Del:
    def __init__(self, l): self.l = l
    def __del__(self): self.l.append("x")
q = []; q.append(Del(q)); q.append(Del(q)); q.append(1)
del q[0:2]; print(q)
q[:] = [Del(q)]; q.clear(); print(q)
q[:] = [Del(q), 2]; q[0] = 5; print(q)
m = {}
class DD:
    def __del__(self): m[len(m)] = "d"
m["a"] = DD(); m["a"] = 1; print(m); m["b"] = DD(); del m["b"]; print(m); m["c"] = DD(); m.clear(); print(m)
x = [3, 1, 2]
def key(v): x.append(v); return v
try: x.sort(key=key)
except ValueError as e: print(e, x)
