# features: BI07
# Views are live and behave as sets.
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
d["c"] = 3
print(k, v, i, len(k), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), k == {"a", "b", "c"}, k >= {"a"}, k.isdisjoint({"q"}), sorted(i & {("a", 1)}))
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), list(k) == list(d), next(iter(i)), k.mapping["a"])
print([x for x in d], [(a, b) for a, b in d.items()], {b: a for a, b in d.items()}, d.keys() == {"a": 0, "b": 0, "c": 0}.keys(), d.values() == d.values())
