# features: LG08 LG29
# Closures in classes, comprehensions, loops, nonlocal in nested functions.
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc, lambda: n
i, get = counter()
print(i(), i(5), get())
print([f() for f in [lambda: k for k in range(3)]], [f() for f in [lambda k=k: k for k in range(3)]])
def f():
    x = 1
    class C:
        x = x if False else 2
        y = [x for _ in range(2)]
        def m(self): return x
        z = (lambda: x)()
    return C.x, C.y, C().m(), C.z
print(f())
x = "global"
def g():
    x = "local"
    class D:
        a = x
        x = "class"
        b = x
        c = [x for i in range(1)]
        d = [i for i in x]
    return D.a, D.b, D.c, D.d
try: print(g())
except NameError as e: print(type(e).__name__, e)
class E:
    x = x
    y = [n for n in x]
print(E.x, E.y)
def h():
    def inner():
        return v
    try: inner()
    except NameError as e: print(e)
    v = 1
    print(inner())
    del v
    try: inner()
    except NameError as e: print(type(e).__name__, e)
h()
def u():
    try:
        print(loc)
    except UnboundLocalError as e: print(e)
    loc = 1
    del loc
    try: del loc
    except UnboundLocalError as e: print(e)
u()
def nest():
    a = []
    def one():
        def two():
            nonlocal a
            a = a + [len(a)]
            return [(lambda: a)() for _ in range(2)]
        return two
    t = one()
    t()
    return t(), a
print(nest())
def comp():
    total = 0
    def add(v):
        nonlocal total
        total += v
        return total
    return [add(v) for v in range(4)], {add(v): v for v in range(3)}, sum(add(1) for _ in range(2)), total
print(comp())
print([y := 1, y ** 2], y, [last := i for i in range(4)], last)
def wal():
    if any((hit := n) > 2 for n in range(9)):
        return hit
print(wal())
print([[i * j for j in range(i)] for i in range(4)], [(a, b) for a in range(3) if a for b in range(a) if not b])
def dele():
    for q in range(2):
        def r(): return q
    del q
    try: return r()
    except NameError as e: return str(e)
print(dele())
def exc_scope():
    e = 1
    try: 1/0
    except ZeroDivisionError as e: pass
    try: return e
    except UnboundLocalError as x: return str(x)
print(exc_scope())
def gl():
    global newglobal
    newglobal = 5
    def rd(): return newglobal
    return rd()
print(gl(), newglobal)
def deco(n):
    def wrap(fn):
        def call(*a, **k):
            return (n, fn(*a, **k))
        call.__name__ = fn.__name__
        return call
    return wrap
@deco(1)
@deco(2)
def fn(a, *, b=3): "doc"; return a + b
print(fn(1), fn(1, b=2), fn.__name__, fn.__closure__ is not None, len(fn.__closure__), sorted(type(c.cell_contents).__name__ for c in fn.__closure__))
class Meta(type):
    def __new__(m, n, b, d, **k):
        c = super().__new__(m, n, b, d)
        c.k = k
        return c
class M(metaclass=Meta, z=1):
    def get(self): return __class__
print(M.k, M().get() is M)
