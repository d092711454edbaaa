# features: LG17
# Arithmetic methods, reflected and in place.
class N:
    def __init__(self, v):
        self.v = v
    def __repr__(self):
        return "N(%r)" % (self.v,)
    def __add__(self, o):
        if isinstance(o, N):
            return N(self.v + o.v)
        return NotImplemented
    def __radd__(self, o):
        return N(("r", o))
    def __iadd__(self, o):
        self.v = ("i", o)
        return self
    def __neg__(self):
        return N(-self.v)
    def __invert__(self):
        return "inv"
    def __matmul__(self, o):
        return "matmul"
    def __pow__(self, o, m=None):
        return "pow", o, m
    def __rsub__(self, o):
        return "rsub"
    def __divmod__(self, o):
        return "divmod"
    def __rfloordiv__(self, o):
        return "rfloordiv"
a = N(1)
print(a + N(2), 5 + a, "x" + a, -a, ~a, a @ a, a ** 2, pow(a, 2, 3), 4 - a, divmod(a, 1), 7 // a)
b = a
b += 9
print(a is b, a)
for expr in ("a - 1", "1 @ 2", "a < a", "-'x'", "[] + ()", "{} | 1", "a << 1"):
    try:
        eval(expr)
    except TypeError as e:
        print(e)
