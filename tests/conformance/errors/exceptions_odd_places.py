# features: LG10 LG12 LG34
# Exceptions in __exit__, __init__, __enter__, __iter__, __hash__, __eq__, __bool__, finally and else.
class CM:
    def __init__(self, what): self.what = what
    def __enter__(self):
        if self.what == "enter": raise ValueError("enter")
        return self
    def __exit__(self, t, v, tb):
        print("exit", t and t.__name__, v)
        if self.what == "exit": raise KeyError("exit")
        return self.what == "swallow"
for w in ("enter", "exit", "swallow", "none"):
    try:
        with CM(w) as c, CM("none"):
            print("body", c.what)
            raise IndexError("body")
    except Exception as e:
        print(type(e).__name__, e, repr(e.__context__))
def ret():
    for i in range(3):
        with CM("none"):
            if i == 1: return i
            if i == 0: continue
print(ret())
def fin():
    try: return "try"
    finally: print("cleanup")
print(fin())
def fin2():
    try: 1/0
    finally: return "finally wins"
print(fin2())
def fin3():
    while True:
        try: break
        finally: print("break")
    else: print("no")
    for i in range(2):
        try: continue
        finally: print("cont", i)
fin3()
def nested():
    try:
        try: raise ValueError(1)
        finally: raise TypeError(2)
    except TypeError as e: return e.__context__
print(repr(nested()))
class B:
    def __init__(self): raise OSError(2, "no")
try: B()
except OSError as e: print(e.errno, e.strerror, e)
class H:
    def __hash__(self): raise RuntimeError("hash")
    def __eq__(self, o): raise RuntimeError("eq")
    def __bool__(self): raise RuntimeError("bool")
    def __len__(self): raise RuntimeError("len")
    def __iter__(self): raise RuntimeError("iter")
    def __repr__(self): raise RuntimeError("repr")
    def __getattr__(self, n): raise RuntimeError("getattr " + n)
    def __contains__(self, o): raise RuntimeError("contains")
    def __index__(self): raise RuntimeError("index")
    def __format__(self, s): raise RuntimeError("format")
    def __call__(self): raise RuntimeError("call")
h = H()
for c in ("{h: 1}", "{h}", "h == 1", "not h", "1 if h else 2", "h and 1", "len(h)", "list(h)", "[*h]", "repr(h)", "f'{h}'", "f'{h!r}'", "h.x", "1 in h", "[1][h]", "[0][h:]", "h()", "hash(h)", "h in [1]", "[1].index(h)", "'%r' % h", "'%s' % (h,)", "range(h)", "bool(h)", "for_(h)", "{}[h]", "[h] == [1]", "(h,) < (1,)", "sorted([h, h])", "max(h, h)", "print(h)", "dict([(h, 1)])", "hasattr(h, 'a')", "getattr(h, 'b', 0)", "a, = h", "all([h])", "any([h])", "str(h)", "'{}'.format(h)", "filter(None, [h]).__next__()"):
    try: print(c, eval(c))
    except RuntimeError as e: print(c, e)
    except Exception as e: print(c, type(e).__name__, e)
try:
    raise ValueError("a") from KeyError("b")
except ValueError as e:
    print(repr(e.__cause__), e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError: raise ValueError from None
except ValueError as e: print(e.__cause__, e.__context__, e.__suppress_context__)
for bad in ("raise 1", "raise", "raise int", "raise ValueError from 1"):
    try: exec(bad)
    except Exception as e: print(bad, type(e).__name__, e)
try:
    try: raise ValueError
    except "x": pass
except TypeError as e: print(e)
try:
    try: raise ValueError
    except (KeyError, 1): pass
except TypeError as e: print(e)
class MyE(Exception):
    def __init__(self, a, b=2): self.a = a
    def __str__(self): return "my " + str(self.a)
try: raise MyE(1)
except MyE as e: print(e, repr(e), e.args, e.a)
try: raise MyE
except TypeError as e: print(e)
e = ValueError(1, 2); print(e, repr(e), str(ValueError()), repr(ValueError("x",)), e.args, e == ValueError(1, 2))
try:
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3)])])
    except* ValueError as g: print("V", repr(g))
    except* TypeError as g: print("T", repr(g))
except BaseException as x: print("?", x)
def else_():
    try: pass
    except: print("no")
    else: return "else"
    finally: print("f")
print(else_())
class D:
    pass
def scope():
    d = D()
    raise ValueError
try: scope()
except ValueError: print("caught")
print("end")
try: assert 0, (1, 2)
except AssertionError as e: print(e, repr(e))
import sys
def deep(n): return deep(n + 1)
try: deep(0)
except RecursionError as e: print(str(e)[:32])
class R:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __getattr__(self, n): return getattr(self, n + "x")
for c in (lambda: repr(R()), lambda: R() == 1, lambda: R().a, lambda: str(R())):
    try: c()
    except RecursionError as e: print("rec")
print("alive")
