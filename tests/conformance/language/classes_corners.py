# features: LG15 LG16 LG17
# Class statements: bodies, hooks, descriptors, slots, operators.
class A:
    order = []
    for i in range(3):
        order.append(i)
    else:
        order.append("else")
    if True: cond = 1
    try: 1/0
    except ZeroDivisionError as e: err = str(e)
    with_ = [k for k in range(2)]
    def f(self, x=order): return x
    del i
    locals()["dyn"] = 5
print(A.order, A.cond, A.err, A.with_, A().f(), A.dyn, hasattr(A, "i"), hasattr(A, "e"), A.__name__, A.__qualname__, A.__module__, A.__dict__["cond"])
class S:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
s = S(); print(s.a, hasattr(s, "b"))
for c in ("s.c", "s.b", "s.c = 1", "s.__dict__", "S.a.__get__(s)", "S.a.__set__(s, 4)", "s.a"):
    try: print(c, eval(c)) if "=" not in c and "del" not in c else exec(c)
    except Exception as e: print(c, type(e).__name__, e)
class D:
    def __set_name__(self, o, n): self.n = n; print("set_name", o.__name__, n)
    def __get__(self, i, o): return (self.n, i is None, o.__name__)
    def __set__(self, i, v): i.__dict__[self.n] = ("set", v)
    def __delete__(self, i): print("delete", self.n)
class O:
    x = D()
    y = property(lambda self: 1, doc="y doc")
o = O(); o.x = 5; print(o.x, O.x, o.__dict__); del o.x
for c in ("o.y = 2", "del o.y", "o.z", "O.z", "del o.q", "O().x.y", "o.f()", "None.x", "(1).x = 2", "O.y.__doc__", "del O.w", "int.x = 1", "'a'.b", "o.__class__ = int", "len.x = 1", "setattr(o, 1, 2)", "getattr(o, 1)"):
    try: print(c, eval(c)) if "=" not in c and "del" not in c else exec(c)
    except Exception as e: print(c, type(e).__name__, e)
class Base:
    subs = []
    def __init_subclass__(cls, tag=None, **k): super().__init_subclass__(**k); Base.subs.append((cls.__name__, tag))
class Sub(Base, tag="t"): pass
class Sub2(Sub): pass
print(Base.subs, Sub2.__mro__ == (Sub2, Sub, Base, object), Base.__subclasses__())
for c in ("class X(int, str): pass", "class X(object, int): pass", "class X(1): pass", "class X(bool): pass", "class X(Base, foo=1): pass", "class X(Sub, Sub): pass", "class X(metaclass=1): pass", "class X(Base, A): __slots__ = 'q'", "class X(type(None)): pass", "class X(range): pass"):
    try: exec(c); print(c, "ok")
    except Exception as e: print(c, type(e).__name__, e)
class Num:
    def __init__(self, v): self.v = v
    def __add__(self, o): return NotImplemented if isinstance(o, str) else ("add", self.v)
    def __radd__(self, o): return ("radd", o)
    def __iadd__(self, o): self.v += o; return self
    def __neg__(self): return Num(-self.v)
    def __lt__(self, o): return NotImplemented
    def __matmul__(self, o): return "mm"
    def __rpow__(self, o): return ("rpow", o)
    def __divmod__(self, o): return "dm"
    def __index__(self): return self.v
    def __int__(self): return self.v * 10
    def __float__(self): return 1.5
    def __bool__(self): return self.v > 2
n = Num(3); n += 2; print(n.v, n + 1, 1 + n, -(-n).v, n @ 1, 2 ** n, divmod(n, 1), [0] * n, int(n), float(n), bool(n), "abc" * Num(2), range(n), list("abcdefgh")[n], bin(n), 10 if n else 20)
for c in ("n + 'a'", "'a' + n", "n < n", "n - 1", "n < 1", "n & 1", "-'a'", "~1.5", "n[0]", "n[0] ", "n()", "n in n", "for_", "n @ n @ n", "1 + None", "[] + ()", "'a' * 'b'", "{} | []", "{} | {1: 2}", "set() - []", "[1] < ['a']", "() >= []", "1 < 'a'", "None < None", "'a' % 1", "'%d' % 'a'", "b'a' + 'a'", "[] * 1.5", "not_defined", "1()", "1[0]", "None[0]", "len(1)", "iter(1)", "next([])", "{}[[]]", "{[]}", "hash({})", "int[1]", "list[int]", "abs('a')", "round('a')", "sum(['a'])", "min(1, 'a')", "ord('')", "chr(-1)", "chr(0x110000)", "bytes(-1)", "bytes([256])", "bytes('a')", "b'a'[0:1] + b'b'", "'a' in 1", "1 in 'a'", "[1, 2, 3][1:2:0]", "'abc'['a']", "(1, 2)[5]", "'abc'[5]", "b'abc'[5]", "range(3)[5]", "[].pop()", "{}.popitem()", "set().pop()", "[].remove(1)", "[].index(1)", "().index(1)", "'a'.index('b')", "{}['k']", "int('x')", "float('x')", "int(None)", "float(None)", "complex('x')", "dict([1])", "dict([(1,)])", "'a'.join([1])", "' '.join(1)", "''.split('')", "'a'.encode('nope')", "b'\\xff'.decode()", "'\\ud800'.encode()", "'é'.encode('ascii')", "list(zip([1], [2, 3], strict=True))", "isinstance(1, 1)", "issubclass(1, int)", "isinstance(1, (int, 2))", "super().x", "type('X', (), {})()  and 1", "type('X', (int,), {'a': 1})(5).a", "type(1, 2, 3)", "object().x", "object.__new__(int)", "int.__new__(str)", "[].__iter__().__next__()", "(x for x in 1)", "[*1]", "{**1}", "print(*1)", "print(sep=1)", "print(1, end=2)", "print(1, foo=2)"):
    try:
        v = eval(c)
        print(c, "=", v if "object at" not in repr(v) else type(v))
    except Exception as e: print(c, "->", type(e).__name__, e)
class G:
    def __getattribute__(self, n):
        if n == "a": return "got a"
        return super().__getattribute__(n)
    def __getattr__(self, n): return "fallback " + n
    def __setattr__(self, n, v): super().__setattr__(n, v * 2)
    def __delattr__(self, n): print("del", n)
    def __dir__(self): return ["z", "y"]
g = G(); g.q = 2; print(g.a, g.b, g.q, dir(g)); del g.q
class Cls:
    @classmethod
    def cm(cls, x): return cls.__name__, x
    @staticmethod
    def sm(x): return x
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): self._p = v
    @p.deleter
    def p(self): del self._p
class Sb(Cls): pass
c = Sb(); c.p = 3; print(Sb.cm(1), c.cm(2), c.sm(3), Sb.sm(4), c.p); del c.p
try: c.p
except AttributeError as e: print(e)
class Call:
    def __call__(self, *a, **k): return a, k
    def __class_getitem__(cls, k): return ("item", k)
    def __len__(self): return -1
    def __bool__(self): return 5
    def __str__(self): return 5
    def __repr__(self): return None
    def __hash__(self): return "x"
    def __iter__(self): return 5
    def __index__(self): return "i"
    def __contains__(self, x): return []
    def __int__(self): return "x"
    def __float__(self): return 1
    def __eq__(self, o): return "eq"
    def __format__(self, s): return 3
k = Call()
print(k(1, a=2), Call[1, 2], 1 in k, k == 1, k != 1)
for c in ("len(k)", "bool(k)", "str(k)", "repr(k)", "hash(k)", "iter(k)", "[0][k]", "int(k)", "float(k)", "f'{k}'", "not k", "print(k)", "{k}", "list(k)"):
    try: print(c, eval(c))
    except Exception as e: print(c, type(e).__name__, e)
