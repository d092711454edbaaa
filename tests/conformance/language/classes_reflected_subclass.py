# features: LG17
# A subclass on the right is asked first, if it overrides.
class A:
    def __add__(self, o):
        return "A.add"
    def __radd__(self, o):
        return "A.radd"
    def __eq__(self, o):
        return "A.eq"
    def __lt__(self, o):
        return "A.lt"
    def __gt__(self, o):
        return "A.gt"
class B(A):
    def __radd__(self, o):
        return "B.radd"
    def __gt__(self, o):
        return "B.gt"
class C(A):
    pass
print(A() + B(), A() + C(), B() + A(), 1 + A(), A() < B(), A() < C(), A() == B())
class N:
    def __add__(self, o):
        print("tried", end=" ")
        return NotImplemented
try:
    N() + N()
except TypeError as e:
    print(e)
