# features: LG15
# __slots__ instead of a dict.
class P:
    __slots__ = ("x", "y")
    def __init__(self, x):
        self.x = x
p = P(1)
p.y = 2
print(p.x, p.y, hasattr(p, "__dict__"))
try:
    p.z = 3
except AttributeError as e:
    print(type(e).__name__)
del p.y
try:
    p.y
except AttributeError as e:
    print(type(e).__name__)
class Q(P):
    pass
q = Q(5)
q.z = 6
print(q.x, q.z, q.__dict__)
class R(P):
    __slots__ = "w",
r = R(1)
r.w = 9
print(r.w, r.x, type(P.x).__name__)
