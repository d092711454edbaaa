# features: LG08
# Lambdas take what functions take.
print((lambda: 1)(), (lambda x, *y, z=3, **k: (x, y, z, k))(1, 2, z=4, w=5))
f = lambda a, /, b, *, c: a + b + c
print(f(1, b=2, c=3), f.__name__)
print(sorted([3, 1, 2], key=lambda v: -v), (lambda: (yield))().__class__.__name__)
print((lambda x: lambda y: x + y)(1)(2), [f(2) for f in [lambda n: n * n, lambda n: n + n]])
print((lambda s=": ": s)(), {"k": lambda: 0}["k"]())
