# features: LG20
# What a function knows of itself.
def f(a, b: int = 2, *c, d=4, **e) -> str:
    "Doc."
    return "x"
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__)
print(f.__annotations__["b"] is int, f.__annotations__["return"] is str)
f.extra = 1
print(f.extra, f.__dict__)
f.__name__ = "other"
print(f.__name__, f.__qualname__)
def outer():
    def inner():
        pass
    class C:
        def m(self):
            pass
    return inner.__qualname__, C.m.__qualname__
print(outer())
print(f.__code__.co_argcount, f.__code__.co_varnames[:5], f.__code__.co_name)
def g():
    pass
print(g.__doc__, g.__closure__, g.__globals__ is globals())
