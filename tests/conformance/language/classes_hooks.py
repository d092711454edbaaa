# features: LG15
# __init_subclass__, __class_getitem__, keyword arguments of classes, metaclasses.
class Base:
    known = []
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.known.append((cls.__name__, tag))
class A(Base, tag="t"): pass
class B(A): pass
print(Base.known)
class G:
    def __class_getitem__(cls, item):
        return cls.__name__, item
print(G[int] == ("G", int), G[1, 2])
class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        ns["made_by"] = m.__name__
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.kw = kw
    def __call__(cls, *a):
        return ("called", super().__call__(*a).x)
    def __len__(cls):
        return 7
class M(metaclass=Meta, opt=1):
    x = 3
print(M.made_by, M.kw, M(), len(M), type(M).__name__)
class N(M): pass
print(type(N).__name__, N.made_by)
T = type("T", (A,), {"v": 1, "f": lambda self: self.v})
print(T.__name__, T().f(), Base.known[-1])
try:
    class X(Base, wrong=1): pass
    class Y(wrong=1): pass
except TypeError as e:
    print(e)
