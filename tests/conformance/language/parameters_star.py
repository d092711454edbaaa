# features: LG07 LG06
# Packing and unpacking of arguments.
def f(*args, **kw):
    return args, sorted(kw.items())
print(f(), f(1, 2), f(a=1), f(1, *[2, 3], 4, *(), **{"x": 1}, y=2, **{}))
print(f(*"ab", *range(2), **dict(p=1)))
def g(a, b, c=0, *rest, k=1, **others):
    return a, b, c, rest, k, others
print(g(1, 2), g(1, b=2, k=3, z=4), g(1, 2, 3, 4, 5, q=6))
args = (1, 2)
t = f(*args)[0]
print(t, t == args)
