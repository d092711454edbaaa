# features: BI05
# Stable, with keys, reversed, and errors half way.
l = [5, 2, 9, 1]
print(sorted(l), sorted(l, reverse=True), sorted("bCa", key=str.lower), sorted({"b": 1, "a": 2}))
pairs = [(1, "b"), (0, "a"), (1, "a"), (0, "b")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True), l.sort(), l)
big = [(i * 7919) % 1009 for i in range(1009)]
print(sorted(big) == list(range(1009)), sorted(big, key=lambda x: -x) == list(range(1008, -1, -1)))
runs = list(range(100)) + list(range(50, 0, -1)) + [7] * 20
print(sorted(runs) == sorted(runs[::-1]), sorted(runs)[:5], sorted(runs)[-3:])
try:
    sorted([1, "a"])
except TypeError as e:
    print(e)
l = [3, 2, 1]
try:
    l.sort(key=lambda x: 1 // (x - 2))
except ZeroDivisionError as e:
    print(e, sorted(l))
def spoil(x):
    l.append(x)
    return x
try:
    l.sort(key=spoil)
except ValueError as e:
    print(e)
try:
    l.sort(lambda x: x)
except TypeError as e:
    print(e)
