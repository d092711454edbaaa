# features: BI01 BI19
# enumerate zip map filter reversed sorted iter next all any.
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=1)), list(zip("abc", [1, 2])), list(zip()), list(zip("a")), list(zip("ab", "cd", "ef")))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])))
print(list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), all([]), any([]), all([1, 0]), any([0, 2]), all("a"), next(iter([5])), next(iter([]), "d"))
it = iter([1, 2, 3])
print(list(zip(it, it)), list(it), list(iter(lambda c=[3, 2, 1, 0]: c.pop(0), 0)))
m = map(int, ["1", "x"])
print(next(m))
try:
    next(m)
except ValueError as e:
    print(e)
for f in (lambda: list(zip("ab", "c", strict=True)), lambda: list(zip("a", "bc", strict=True)), lambda: next(iter([])), lambda: next([]), lambda: map(5), lambda: list(map(5, [1])), lambda: zip(5), lambda: enumerate(), lambda: reversed({1}), lambda: iter(5, 6), lambda: filter(None)):
    try:
        print(f())
    except (ValueError, TypeError, StopIteration) as e:
        print(type(e).__name__, e)
print(type(enumerate([])).__name__, type(zip()).__name__, type(map(str, [])).__name__, type(reversed([])).__name__, type(iter([])).__name__, type(iter({})).__name__, type(iter("")).__name__)
