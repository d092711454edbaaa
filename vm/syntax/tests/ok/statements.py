# -*- coding: utf-8 -*-
# Every statement, in several forms.
import a, b.c as d, e . f
from . import a
from ... import b as c
from .a.b import (c, d as e,)
from .... a import b
from x import *
global_ = 1; nonlocal_ = 2;
x: int
x: int = 1
(x): int = 1
a.b: c = yield_
a[b]: c
x: tuple = 1, 2
a += b; a -= b; a *= b; a @= b; a /= b; a %= b; a &= b; a |= b; a ^= b; a <<= b; a >>= b; a **= b; a //= b
del a; del a, b; del (a, b), c; del [a, b]; del a.b, c[d]; del (a)
assert a; assert a, b
raise; raise a; raise a from b
pass

if a: pass
if a:
    pass
elif b:
    pass
elif c: d; e
else:
    if f:
        g
    else: h
while a:
    break
else:
    continue
for a in b: pass
for a, in b, c:
    continue
else:
    pass
for a, *b in *c, d: pass
for (a, b), c.d, e[f] in g: pass
try:
    pass
except:
    pass
try: pass
except a: pass
except (b, c) as d: pass
else: pass
finally: pass
try:
    pass
finally:
    pass
try: pass
except* a: pass
except* b as c: pass
with a: pass
with a as b, c: pass
with (a): pass
with (a, b): pass
with (a as b): pass
with (a as b, c as (d, e),): pass
with (a, b) as c: pass
with (a).b as c, (d): pass
with (yield_): pass
with a() as b.c, d() as e[f], g as (h, *i), j as [k]: pass
def f(): return
def f(a, b=1, *c, d, e=2, **g): return a, *b
def f(a, /): pass
def f(a, b=1, /, c=2, *, d): pass
def f(a: int = 1, /, *b: c, d: e = 3, **g: h) -> i: pass
def f(*args: *Ts): pass
def f(
    a, # one
    b,
):
    """Text."""
    global x, y
    def g():
        nonlocal a
        yield
        yield a, b
        x = yield
        x = y = yield from z
        return (yield)
async def f():
    await a
    await a ** b
    async for x in y: pass
    else: pass
    async with a as b, c: pass
    return [x async for x in y if await z]
class A: pass
class A(): x = 1
class A(B, *C, metaclass=D, **E):
	def f(self):
		pass

	x = 1
@a
@b.c(d)
@(lambda f: f)
@x if y else z
def f(): pass
@a
class A: pass
@a
async def f(): pass
match = case = type = _ = 1
match(a); match[a]; match.a; match, a; match * a; match -a; match: int = 1
print(match, case, type)
type(a); type.b; type = 3; type[a] = b
if a:
  if b:
     if c:
            d
  # comment
 # comment
     
  e
x = 1; \
y = 2
