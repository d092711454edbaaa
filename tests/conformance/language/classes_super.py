# features: LG15 BI17
# super() in methods, class methods, static contexts and closures.
class A:
    @classmethod
    def make(cls):
        return cls.__name__ + " by A"
    @property
    def p(self):
        return "A.p"
    x = "A.x"
    def __getitem__(self, i):
        return "A", i
class B(A):
    @classmethod
    def make(cls):
        return "B: " + super().make()
    @property
    def p(self):
        return "B+" + super().p
    def get(self):
        return super().x, super().__getitem__(3)
    def inner(self):
        def f():
            return super(B, self).p
        return f(), [super(B, self).x for _ in range(1)]
    def where(self):
        return __class__.__name__
class C(B):
    pass
c = C()
print(C.make(), c.p, c.get(), c.inner(), c.where())
try:
    super().x
except RuntimeError as e:
    print(e)
try:
    super(B, 5).x
except TypeError as e:
    print(type(e).__name__)
try:
    super(A, c).nothing
except AttributeError as e:
    print(e)
