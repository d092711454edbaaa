# Lists, tuples, dicts, sets: growth, slices, sorting with keys, views, algebra, nesting.
rows = [(n * 37 % 11, chr(97 + n)) for n in range(26)]
rows.sort()
print(rows[:4], sorted(rows, key=lambda row: row[1], reverse=True)[:3])
rows[3:8] = []
rows.insert(2, "new")
rows.extend([1, 2])
rows.reverse()
print(rows[:5], rows.index("new"), rows.count(1), rows.pop(), len(rows * 3), [1] + [2])
table = {}
for n in range(60):
    table[n % 23, str(n)] = n
for key in [key for key in table if key[0] > 4]:
    del table[key]
print(len(table), list(table.items())[:3], table.setdefault("s", []), table.pop("s"), table | {1: 2} == table)
table.update(a=1, b=2)
print("a" in table, table.get("zz", 5), list(reversed(list(table)))[:2], dict.fromkeys("abc", 0))
one, two = set(range(0, 40, 3)), frozenset(range(0, 40, 4))
print(sorted(one & two), sorted(one | two), sorted(one - two), sorted(one ^ two), one >= {0, 3}, two.isdisjoint({1}))
one.update("xyz")
one.discard("x")
print(len(one), len({frozenset([1]), frozenset([1])}))
first, *middle, last = range(6)
print(first, middle, last, (1, 2) + (3,), (1, 2) * 2, (1, (2, 3)) < (1, (2, 4)), hash((1, 2)) == hash((1, 2)))
deep = []
for n in range(30):
    deep = [deep, n]
print(str(deep)[:50], deep == deep, max([[1, 2], [1, 3]]), list(zip("abc", range(3))), list(enumerate("ab", 1)))
print(list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), any([]), all([1]))
