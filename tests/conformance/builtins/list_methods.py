# features: BI05
# Every method of list.
l = [3, 1, 2]
l.append(4); l.extend("ab"); l.insert(0, "first"); l.insert(-1, "x"); l.insert(99, "last")
print(l, l.pop(), l.pop(0), l.pop(-2), l)
l.remove("a")
print(l, l.index(1), l.count(3), [1, 2, 1].index(1, 1), l.copy() == l, l.copy() is l)
l.reverse()
print(l)
l.clear()
print(l, l == [], [1, 2] + [3], [0] * 3, 3 * [1], [1] * -1, 2 in [1, 2], [1, [2]] == [1, [2]], [1, 2] < [1, 3], [1] < [1, 0], [] < [0])
l = [1]
l += (2, 3)
l *= 2
print(l, len(l), list("ab"), list(range(3)), list({"k": 1}), list())
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [].remove(1), lambda: [].index(1), lambda: [1][1], lambda: [1]["a"], lambda: [] + (1,), lambda: [1] * "a",
          lambda: [].extend(5), lambda: [].append(), lambda: [].insert("a", 1), lambda: [1] < [None], lambda: [] < 5, lambda: list(5), lambda: [].zzz, lambda: hash([])):
    try:
        print(f())
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
