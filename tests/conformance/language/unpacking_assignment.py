# features: LG06
# Sequences come apart into targets, one of which may be starred.
a, b = 1, 2
(c, d), [e, *f] = (3, 4), "xyz"
print(a, b, c, d, e, f)
first, *middle, last = range(5)
print(first, middle, last)
*start, end = [1]
print(start, end)
a, b = b, a
print(a, b)
l = [0, 1, 2]
i, l[i] = 1, 9
print(i, l)
for x, (y, *z) in [(1, "ab"), (2, (3, 4, 5))]:
    print(x, y, z)
[p, q] = {"k1": 1, "k2": 2}
print(p, q)
x = y = z = []
print(x is z)
(only,) = [7]
print(only)
*all_, = "ab"
print(all_)
