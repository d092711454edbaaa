# features: LG15
# Class and instance attributes, methods, class bodies.
class A:
    "Doc of A."
    count = 0
    names = []
    def __init__(self, n):
        self.n = n
        A.count += 1
        self.names.append(n)
    def get(self):
        return self.n
    if True:
        def extra(self):
            return "extra"
    for i in range(2):
        pass
a, b = A(1), A(2)
print(a.get(), b.get(), A.count, a.count, A.names, A.get(b), a.extra(), A.i)
a.count = 10
print(a.count, A.count, b.count, a.__dict__, A.__doc__, A.__name__, A.__module__)
print(type(a) is A, a.__class__ is A, isinstance(a, A), type(A) is type)
A.later = lambda self: self.n * 100
print(a.later())
m = a.get
print(m(), m.__self__ is a, m.__func__ is A.get, m == a.get, m is a.get)
print(hasattr(a, "n"), hasattr(a, "z"), getattr(a, "z", 5))
