# features: LG06
# Lists, sets, dicts and generators, nested and filtered.
print([x * y for x in range(3) for y in range(x)], [x for x in range(10) if x % 2 if x > 3])
print({x: x ** 2 for x in range(3)}, sorted({x % 3 for x in range(10)}))
print(list(x for x in "abc"), sum(x for x in range(5)))
m = [[1, 2], [3, 4]]
print([[row[i] for row in m] for i in range(2)], [v for row in m for v in row])
print([(a, b) for a, b in {"x": 1}.items()], [[] for _ in range(2)])
print({k: v for k, v in zip("ab", [1, 2])}, [i if i else -1 for i in range(2)])
g = (print("lazy", i) or i for i in range(2))
print("made")
print(list(g))
