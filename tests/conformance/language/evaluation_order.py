# features: LG29
# Left to right, the right side of an assignment first.
def v(name, value=None):
    print(name, end=" ")
    return value
d = {}
v("d", d)[v("key", "k")] = v("value", 7)
print(d)
[v("a", 1), v("b", 2)][v("i", 0)]
print()
def f(*args, **kw):
    return args, kw
print(v("f", f)(v("p", 1), *v("star", [2]), k=v("kw", 3), **v("dstar", {"z": 4})))
print({v("k1", 1): v("v1", 2), v("k2", 3): v("v2", 4)})
a = b = v("rhs", [])
print(a is b)
x, d[v("second", "s")] = v("tuple", (1, 2))
print(x, d)
