# features: LG15
# C3 linearisation.
class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(A, B): pass
class E(C, B): pass
class F(D, E): pass
print([c.__name__ for c in F.__mro__])
class X(A): pass
class Y(A, B): pass
class Z(X, Y): pass
print([c.__name__ for c in Z.__mro__], [c.__name__ for c in Z.mro()])
class I(int): pass
class L(list): pass
print([c.__name__ for c in I.__mro__], [c.__name__ for c in L.__mro__])
print(sorted(c.__name__ for c in O.__subclasses__()))
try:
    class M(int, list): pass
except TypeError as e:
    print(e)
try:
    class N(A, A): pass
except TypeError as e:
    print(e)
try:
    class P(bool): pass
except TypeError as e:
    print(e)
try:
    class Q(5): pass
except TypeError as e:
    print(type(e).__name__)
