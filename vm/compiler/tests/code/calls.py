def f(a, b, /, c, d=1, *args, e, g=2, **kw):
    f(a)
    a.m(b, c).n().o[1](d)
    f(a, x=b)
    a.m(x=b)
    f(*args)
    f(a, *args, x=b, **kw)
    return f(f(f(1, 2), 3), (yield))


@outer.deco(1)
@inner
def decorated(x=f, *, y=1):
    pass


square = lambda x, *rest, y=3: x * x
