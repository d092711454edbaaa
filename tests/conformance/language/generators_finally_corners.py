# features: LG13
# try/finally in generators that are closed, thrown into, dropped or exhausted.
import warnings

warnings.simplefilter("ignore")
log = []
def g(tag):
    try:
        try:
            yield 1
            yield 2
        except GeneratorExit:
            log.append((tag, "exit"))
            raise
        except ValueError as e:
            log.append((tag, "value", e.args))
            yield "caught"
    finally:
        log.append((tag, "finally"))

a = g("a"); next(a); a.close(); a.close()
b = g("b"); next(b); print(b.throw(ValueError("x", 1))); print(list(b))
c = g("c"); next(c); del c
d = g("d"); d.close(); print(list(d))
e = g("e"); next(e)
try:
    e.throw(KeyError, "k")
except KeyError as x:
    print("KeyError", x.args)
print(log)

def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            pass
s = stubborn(); next(s)
try:
    s.close()
except RuntimeError as x:
    print(x)
def ret():
    try:
        yield 1
    except GeneratorExit:
        return 5
r = ret(); next(r); print(r.close(), r.close())

def loop():
    for i in range(3):
        try:
            yield i
        finally:
            continue
l = loop(); print(next(l), next(l))
try:
    l.close()
except RuntimeError as x:
    print("continue swallowed:", x)

def inner():
    try:
        got = yield "in1"
        print("got", got)
        yield "in2"
        return "result"
    finally:
        print("inner finally")
def outer():
    r = yield from inner()
    print("r", r)
    try:
        yield from inner()
    except ZeroDivisionError as x:
        print("outer caught", x)
        yield "after"
o = outer()
print(next(o), o.send("hello"), next(o), o.throw(ZeroDivisionError("zz")))
try: next(o)
except StopIteration as x: print("stop", x.value)

def selfnext():
    yield next(me)
me = selfnext()
try: next(me)
except ValueError as x: print(x)

def stops():
    yield 1
    raise StopIteration("early")
try: print(list(stops()))
except RuntimeError as x: print(x, repr(x.__cause__))
try: print([next(iter([])) for _ in range(3)])
except StopIteration: print("StopIteration from list comp")
try: print(list(next(iter([])) for _ in range(3)))
except RuntimeError as x: print(x)
def yf():
    x = yield from [1, 2]
    print("x", x)
    y = yield from (i for i in "ab")
    return x, y
it = yf(); print(list(it))
try: it.send(1)
except StopIteration as x: print(x.value)
it2 = yf(); next(it2)
try: it2.send(5)
except AttributeError as x: print(x)
z = yf()
try: z.send(5)
except TypeError as x: print(x)
def ctx():
    try:
        raise KeyError("a")
    except KeyError:
        yield 1
        try:
            raise ValueError("b")
        except ValueError as v:
            yield repr(v.__context__)
q = ctx(); next(q)
try:
    raise OSError("outside")
except OSError:
    print(next(q))
import sys
print(sys.exc_info())
gg = (i for i in range(3)); next(gg)
try: gg.throw(TypeError)
except TypeError as x: print(repr(x), list(gg))
try: gg.throw(1)
except TypeError as x: print(x)
def f():
    with open_ as x:
        yield x
class CM:
    def __enter__(self): print("enter"); return 7
    def __exit__(self, *a): print("exit", a[0]); return True
open_ = CM()
for v in f(): print(v); break
k = f(); print(next(k)); 
try: k.throw(ValueError)
except StopIteration: print("stopped")
del k
