# features: LG17
# len, items, iteration, membership, truth.
class S:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
    def __getitem__(self, i):
        if isinstance(i, slice):
            return "slice", i.start, i.stop, i.step
        if i >= self.n:
            raise IndexError("end")
        return i * 10
    def __setitem__(self, i, v):
        print("set", i, v)
    def __delitem__(self, i):
        print("del", i)
s = S(3)
print(len(s), s[1], s[1:2], s[::3], s[:, 1] if False else "", list(s), 20 in s, 5 in s, bool(S(0)), bool(s))
s["k"] = 1
del s[0]
s[1:2] = [3]
a, b, c = s
print(a, b, c, list(reversed(s)), max(s))
class C:
    def __contains__(self, x):
        return "truthy"
    def __iter__(self):
        return iter("it")
print(5 in C(), list(C()))
class B:
    def __len__(self):
        return -1
for f in (len, bool):
    try:
        f(B())
    except ValueError as e:
        print(e)
try:
    iter(5)
except TypeError as e:
    print(e)
