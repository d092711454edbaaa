# features: LG23 LG29
# Statements in odd combinations.
# boards: host
# Its warnings go to the error stream, which the prompt of a board does not keep apart.
for i in range(3):
    for j in range(3):
        if j == 1: continue
        if i == 1: break
        print(i, j)
    else:
        print("else", i)
while i:
    i -= 1
    if i == 5: break
else: print("while else", i)
a = b = c = []; a.append(1); print(b, c is a)
a, b = b, a
x = [1, 2, 3]; i = 0
i, x[i] = 1, 9; print(i, x)
x[0], x[x[0] - 8] = 5, 6; print(x)
x = y = 1; x += y; print(x, y)
t = ([],)
try: t[0] += [1]
except TypeError as e: print(e, t)
del (a, b), [c]
try: a
except NameError as e: print(e)
print(1 < 2 < 3, 1 < 3 > 2, 1 == 1.0 == True, not 1 == 2, 1 in [1] == True, (1 in [1]) == True, None is None is not 1)
print(0 or "" or [], 1 and 2 and 0 and 3, not not [], 1 if 0 else 2 if 0 else 3)
print(-2 ** 2, 2 ** -1, 2 ** 3 ** 2, -7 // 2, -7 % 3, 7 % -3, -7.5 // 2, -7.5 % 2, ~5 & 3 | 8 ^ 2, 1 << 2 + 1, not 0 + 1, 5 // 0.3, 5 % 0.3, 1e308 * 10, -1e308 * 10)
def side(n): print("side", n); return n
print(side(1) < side(2) > side(3) < side(4))
d = {side("k"): side("v")}
[side(0), side(1)][side(-1)] = side("val")
side("f") and (lambda *a, **k: 0)(side(1), *[side(2)], k=side(3), **{"z": side(4)})
def f(a=side("default")): pass
lam = lambda x, *y, z=1, **k: (x, y, z, k); print(lam(1, 2, z=3, q=4))
print(*(lambda: (yield))().__class__.__name__, sep="")
print({1: "a", True: "b", 1.0: "c"}, {1, True, 1.0}, {"a": 1, **{"a": 2}, "a": 3}, len({0, False, 0.0, -0.0}), {float("nan"): 1} == {float("nan"): 1})
import math as m, sys
from math import pi as p, sqrt
print(m.floor(p), sqrt(4), sys.__name__)
for c in ("import nope", "import math.x", "from . import x", "from nope import *", "from .a import b"):
    try: exec(c)
    except Exception as e: print(c, type(e).__name__, e)
for c in ("x = ", "1 +", "def f(:", "if 1", "for in x", "return 1", "yield 1", "break", "continue", "a b", "(1", "1)", "'abc", "x = 1 = 2", "1 = x", "f() = 1", "del f()", "lambda: (yield)", "nonlocal x", "global x; x = 1", "def f(a, a): pass", "def f(a=1, b): pass", "f(a=1, 2)", "f(**a, *b)", "*a", "*a = 1", "*a, *b = 1", "a, b += 1", "None = 1", "x: int = 1", "x: int", "(x): int = 2", "class A: return 1", "[x for x in]", "{1: 2, 3}", "{**a for a in b}", "f'{a b}'", "import a.b as c.d", "from a import (b", "try: pass", "with a", "async def f(): await x", "await x", "if x = 1: pass", "print 1", "a ? b", "0777", "1_", "0b2", "1__0", "'\\x1'", "b'é'", "if 1:\nx", "if 1:\n  x\n y", "x = (1,\n2", "else: 1", "except: 1", "while 1: nonlocal q", "def f():\n global x\n nonlocal x", "def f(x): global x", "def f():\n x = 1\n global x", "assert", "raise from x", "del", "import", "from a import", "class", "def", "lambda", "@", "a := 1", "(a := 1)", "[a := 1, 2]", "f(a := 1)", "match x:\n case 1: pass", "type X = int", "f(x for x in y, 1)", "f(x for x in [1])" , "not", "a if b", "a if b else", "x.1", "1.x", "1if 1else 2", "0xfor x in y", "...", "a[1:2, ::3, ...]", "a[]", "()", "(,)", "[,]", "{,}", "\\", "a\\\nb", "$", "a!", "!a", "x = yield", "def f(): return *a, b", "for *a, in b: pass", "for x in *a, b: pass", "with (a as b, c): pass", "try:\n 1\nexcept* A:\n 1", "try:\n 1\nexcept* A:\n 1\nexcept B:\n 1", "def f(*): pass", "def f(*, a): pass", "def f(a, /, b, /): pass", "def f(**a, b): pass", "lambda *: 1", "def f[T](x): pass"):
    try: compile(c, "<t>", "exec"); print(repr(c), "ok")
    except SyntaxError as e: print(repr(c), type(e).__name__, e.msg, e.lineno, e.offset)
    except Exception as e: print(repr(c), "?", type(e).__name__, e)
