# features: BI06
# Tuples: construction, comparison, hashing, methods.
t = (1, 2, 3, 2)
print(t, (), (1,), t.count(2), t.index(2), t.index(2, 2), t[1], t[-1], t[1:], t + (4,), t * 2, 2 in t, len(t), tuple("ab"), tuple([1]), tuple())
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == (1, 2), (1, 2) == [1, 2], hash((1, 2)) == hash((1, 2)), {(1, 2): "x"}[1, 2], ((1, (2,)),))
a = 1, 2
print(a, type(a), tuple(a) is a, max((3, 1)), sorted((2, 1)))
for f in (lambda: t[9], lambda: t.index(9), lambda: t + [1], lambda: hash(([],)), lambda: t["a"], lambda: (1,) < ("a",), lambda: t.append(1), lambda: tuple(5)):
    try:
        print(f())
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    t[0] = 5
except TypeError as e:
    print(e)
