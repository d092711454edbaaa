# features: LG17
# Rich comparison, its defaults, and hash.
class V:
    def __init__(self, x):
        self.x = x
    def __eq__(self, o):
        return isinstance(o, V) and self.x == o.x
    def __lt__(self, o):
        return self.x < o.x
    def __le__(self, o):
        return self.x <= o.x
a, b = V(1), V(2)
print(a == V(1), a != b, a < b, a > b, a <= b, a >= b, a == 1, a != 1)
print(sorted([V(3), V(1)], key=lambda v: v.x)[0].x, min([V(5), V(4)]).x, [V(1)] == [V(1)])
try:
    hash(a)
except TypeError as e:
    print(e)
class H(V):
    __hash__ = lambda self: 42
print(hash(H(1)), len({H(1), H(1), H(2)}))
class P:
    pass
p = P()
print(p == p, p == P(), p != P(), hash(p) == hash(p))
try:
    p < p
except TypeError as e:
    print(e)
class W:
    def __eq__(self, o):
        return "weird"
print(W() == 1, 1 == W(), W() != 1, bool(W() == 1))
