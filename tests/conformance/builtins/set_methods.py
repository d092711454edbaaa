# features: BI08
# Every method and operator of set and frozenset.
a, b = {1, 2, 3}, {3, 4}
show = lambda s: sorted(s)
print(show(a | b), show(a & b), show(a - b), show(a ^ b), a <= {1, 2, 3, 4}, a < a, a >= {1}, {1} < a, a == {3, 2, 1}, a != b, a.isdisjoint({9}))
print(show(a.union([5], (6,))), show(a.intersection([1, 9])), show(a.difference([1], [2])), show(a.symmetric_difference([1, 9])), a.issubset(range(9)), a.issuperset([1]))
s = set(a)
s.add(4); s.discard(99); s.discard(1); s.remove(2)
print(show(s), len(s), 4 in s, s.pop() in (3, 4), len(s))
s = {1, 2}
s |= {3}; s &= {2, 3, 4}; s -= {2}; s ^= {3, 7}
print(show(s))
s.update([1], "a"); s.difference_update(["a"]); s.intersection_update([1, 7]); s.symmetric_difference_update([1])
print(show(s), s.copy() == s, set("hello") == set("ehlo"), set(), {*()}, {1}, frozenset(), frozenset([1]))
f = frozenset([1, 2])
print(hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset((1, 2))], f | {3} == {1, 2, 3}, type(f | {3}).__name__, type({3} | f).__name__, f == {1, 2}, {f} == {frozenset({1, 2})})
s.clear()
print(s)
for g in (lambda: set().pop(), lambda: {1}.remove(5), lambda: {[]}, lambda: {1} | [2], lambda: hash({1}), lambda: f.add(1), lambda: {1}[0], lambda: set(5), lambda: {1} < 5):
    try:
        print(g())
    except (KeyError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
