# features: LG15
# Overriding, super, and the order of lookup.
class A:
    def __init__(self):
        print("A init")
    def who(self):
        return "A"
    def call(self):
        return self.who()
class B(A):
    def __init__(self):
        super().__init__()
        print("B init")
    def who(self):
        return "B" + super().who()
class C(A):
    def who(self):
        return "C" + super().who()
class D(B, C):
    def who(self):
        return "D" + super().who()
d = D()
print(d.call(), [c.__name__ for c in D.__mro__], D.__bases__ == (B, C), D.__base__ is B)
print(issubclass(D, A), issubclass(D, (int, C)), isinstance(d, C), isinstance(d, (str, int)))
print(super(B, d).who(), super(C, d).who(), A.who(d))
try:
    class Bad(A, B):
        pass
except TypeError as e:
    print(str(e).splitlines()[0])
