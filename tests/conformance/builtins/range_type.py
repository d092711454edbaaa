# features: BI06
# range: length, items, membership, slices, equality.
for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(5, 5), range(0, -5, -1), range(3, 0)):
    print(r, len(r), list(r), list(reversed(r)), bool(r))
r = range(10, 100, 7)
print(r[0], r[-1], r[2:5], r[::-1], r[5:1:-2], 17 in r, 18 in r, 17.0 in r, "a" in r, r.index(24), r.count(24), r.count(25), r.start, r.stop, r.step)
print(range(0) == range(2, 2), range(0, 3, 2) == range(0, 4, 2), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(3) == [0, 1, 2])
big = range(10 ** 20, 10 ** 20 + 5)
print(big[2], len(big), 10 ** 20 + 3 in big, list(big)[-1], range(-10 ** 30, 10 ** 30, 10 ** 30)[1])
for f in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: range(), lambda: range(3)[5], lambda: r.index(11), lambda: range(1, 2, 3, 4), lambda: range("a"), lambda: len(range(10 ** 30))):
    try:
        print(f())
    except (ValueError, TypeError, IndexError, OverflowError) as e:
        print(type(e).__name__, e)
try:
    r.start = 5
except AttributeError as e:
    print(e)
