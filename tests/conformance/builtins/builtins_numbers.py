# features: BI01 BI02
# abs divmod pow round sum min max.
print(abs(-5), abs(2.5), divmod(17, 5), pow(2, 10), pow(2, 10, 1000), pow(2.0, 3), sum([1, 2, 3]), sum([], 5), sum([[1], [2]], []), sum((0.1,) * 3), sum(range(5), start=10))
print(min(3, 1, 2), max([3, 1, 2]), min("b", "a"), max([], default="none"), min([[2], [1, 5]]), max("ab", "abc", key=len), min([1, -3], key=abs), max(1, 1.0), min(1.0, 1))
for f in (lambda: min([]), lambda: max(), lambda: min(5), lambda: max(1, "a"), lambda: sum(["a"]), lambda: sum("ab", ""), lambda: sum(5), lambda: abs("a"), lambda: divmod(1), lambda: pow("a", 2), lambda: pow(2, 3, 4, 5), lambda: min(1, 2, default=0), lambda: round("a")):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
class N:
    def __abs__(self): return "abs"
    def __round__(self, n=None): return "round", n
    def __divmod__(self, o): return "divmod", o
    def __pow__(self, e, m=None): return "pow", e, m
print(abs(N()), round(N()), round(N(), 2), divmod(N(), 1), pow(N(), 2), pow(N(), 2, 3))
