import a.b.c, d.e as f
from g import h, i as j
from .. import k
from l import *

x = y = z.attr = w[0] = 1
a, b = b, a
(a, [b, *c]), d = x
[*a] = d[1:2, ::3] = e
x.y += 1
x[0] -= 2
x[1:2] @= 3
n: int = 4
o.p: str
text = f"{x} {y!r:>{w}} {z=} {{}}"
data = {1: 2, **x, "k": [*a, *b]}, {1, *c}, {}, {k: v for k, v in x}
