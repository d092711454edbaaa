# features: LG08
# Any expression, applied bottom-up, to functions and classes.
def tag(name):
    print("tag", name)
    def deco(f):
        print("deco", name, f.__name__)
        def wrapper(*a, **k):
            return name, f(*a, **k)
        return wrapper
    return deco
@tag("outer")
@tag("inner")
def f(x):
    return x
print(f(1))
table = [lambda g: "replaced"]
@table[0]
def g():
    pass
print(g)
@(lambda c: c)
class C:
    @staticmethod
    @(lambda f: f)
    def s():
        return "s"
print(C.s())
def register(c):
    c.registered = True
    return c
@register
class D:
    pass
print(D.registered)
