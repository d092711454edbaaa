# features: LG16 BI17
# Instance, class and static methods through class and instance.
class C:
    def i(self, x):
        return "i", x
    @classmethod
    def c(cls, x):
        return cls.__name__, x
    @staticmethod
    def s(x):
        return "s", x
class D(C):
    pass
o = D()
print(o.i(1), C.i(o, 2), o.c(3), C.c(4), D.c(5), o.s(6), D.s(7))
f = o.i
g = D.c
print(f(8), g(9), g.__self__ is D, f.__self__ is o)
print(type(C.__dict__["c"]).__name__, type(C.__dict__["s"]).__name__, type(C.i).__name__, type(o.i).__name__)
import sys
def plain(self):
    return "plain"
C.added = plain
print(o.added())
o.own = lambda: "own"
print(o.own())
