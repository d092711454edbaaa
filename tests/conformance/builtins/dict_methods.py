# features: BI07 LG27
# Every method of dict, in insertion order.
d = {"a": 1, "b": 2}
d["c"] = 3
d["a"] = 9
print(d, len(d), "a" in d, d.get("z"), d.get("z", 0), d["b"], list(d), list(d.items()), list(d.values()), d == {"c": 3, "b": 2, "a": 9})
print(d.pop("b"), d.pop("zz", "dflt"), d.setdefault("n", []), d.setdefault("a", 5), d, d.popitem(), d)
d.update({"x": 1}, y=2); d.update([("z", 3)]); d.update(x=7)
print(d, d.copy() is d, d | {"a": 0}, {"p": 1} | {"p": 2})
d |= {"q": 1}
print(d, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict(a=1), dict([(1, 2)]), dict({"k": 1}, z=2), dict(zip("ab", (1, 2))), list(reversed(d)))
d.clear()
print(d, bool(d))
for f in (lambda: {}["k"], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[[]], lambda: dict(5), lambda: dict([1]), lambda: dict(["abc"]), lambda: {} < {}, lambda: {}.update(5), lambda: {1: 2}[(1, 2)]):
    try:
        print(f())
    except (KeyError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
