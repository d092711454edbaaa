# features: LG27 BI07
# Many entries, deletions, and order throughout.
d = {}
for i in range(2000):
    d[i * 37 % 2003] = i
print(len(d), d[37], list(d)[:5])
for i in range(0, 2000, 2):
    del d[i * 37 % 2003]
print(len(d), list(d.values())[:5])
for i in range(100):
    d["s%d" % i] = i
print(len(d), list(d)[-2:], all(d["s%d" % i] == i for i in range(100)))
e = dict(d)
for k in list(d):
    del d[k]
print(d, len(e))
d["again"] = 1
print(d)
class H:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return 1
    def __eq__(self, o):
        return isinstance(o, H) and o.n == self.n
c = {H(i): i for i in range(50)}
print(len(c), c[H(25)], H(51) in c, c.pop(H(0)), len(c))
f = {}
for i in range(10):
    f[i] = i
    if i > 2:
        del f[i - 3]
print(f, list(f)[0])
