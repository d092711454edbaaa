# features: SM46
# Shallow and deep copies.
import copy
from collections import OrderedDict, defaultdict, deque, namedtuple


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


class Plain:
    def __init__(self, x):
        self.x = x


class Slotted:
    __slots__ = "a", "b"


class Custom:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep"


class L(list):
    pass


P = namedtuple("P", "x y")
inner = [1, 2]
for value in (1, "a", (1, inner), inner, {"k": inner}, {1, 2}, frozenset([1]), bytearray(b"x"), None, int, len, range(3), deque([inner]),
              defaultdict(list, a=inner), OrderedDict(a=inner), P(1, inner), 1.5, 2j):
    c, d = copy.copy(value), copy.deepcopy(value)
    print(type(c).__name__, c == value, d == value, c is value, d is value)
p = Plain(inner)
c, d = copy.copy(p), copy.deepcopy(p)
print(c.x is inner, d.x is inner, d.x, type(c).__name__)
s = Slotted()
s.a = inner
c, d = copy.copy(s), copy.deepcopy(s)
print(c.a is inner, d.a == inner, d.a is inner, hasattr(c, "b"))
print(copy.copy(Custom()), copy.deepcopy(Custom()), copy.deepcopy([Custom()]))
l = L([1, inner])
l.note = "n"
c, d = copy.copy(l), copy.deepcopy(l)
print(c, d, type(d).__name__, d.note, d[1] is inner)
loop = [1]
loop.append(loop)
d = copy.deepcopy(loop)
print(d[1] is d, d is loop)
loop = {}
loop["self"] = (loop,)
d = copy.deepcopy(loop)
print(d["self"][0] is d)
a = [inner, inner]
d = copy.deepcopy(a)
print(d[0] is d[1], d[0] is inner)
t = (1, 2)
print(copy.deepcopy(t) is t, copy.deepcopy((1, [2])) is t)


class State:
    def __getstate__(self):
        return {"v": 5}

    def __setstate__(self, state):
        self.restored = state


print(copy.copy(State()).restored, copy.deepcopy(State()).restored)


class Reduced:
    def __init__(self, n):
        self.n = n

    def __reduce__(self):
        return Reduced, (self.n + 1,)


print(copy.copy(Reduced(1)).n, copy.deepcopy(Reduced(1)).n)


class NoCopy:
    def __reduce_ex__(self, proto):
        raise TypeError("no copies")


fails(copy.copy, NoCopy())
fails(copy.deepcopy, [NoCopy()])


class M:
    def m(self):
        return self


m = M()
print(copy.deepcopy(m.m).__self__ is m, copy.copy(m.m).__self__ is m, copy.error is copy.Error)
memo = {}
copy.deepcopy([inner], memo)
print(id(inner) in memo)
