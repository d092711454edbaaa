# features: LG15 LG17
# __new__, returning something else, and subclasses of builtin types.
class A:
    def __new__(cls, *args):
        print("new", cls.__name__, args)
        return super().__new__(cls)
    def __init__(self, x):
        print("init", x)
A(1)
class B:
    def __new__(cls):
        return 5
    def __init__(self):
        print("never")
print(B())
class Up(str):
    def __new__(cls, s):
        return super().__new__(cls, s.upper())
u = Up("abc")
print(u, type(u).__name__, u + "d", isinstance(u, str), len(u))
class Pair(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))
    @property
    def first(self):
        return self[0]
p = Pair(1, 2)
print(p, p.first, p == (1, 2))
class L(list):
    def total(self):
        return sum(self)
l = L([1, 2])
l.append(3)
l.name = "x"
print(l, l.total(), l.name, type(l + [1]).__name__)
class D(dict):
    def __missing__(self, key):
        return "missing " + key
print(D(a=1)["a"], D()["zz"], D().get("zz"))
class I(int):
    pass
print(I(5) + 1, type(I(5) + 1).__name__, I("7"), I() == 0)
