# features: LG13
# gi_* attributes and names.
def gen(a):
    yield a
g = gen(1)
print(g.__name__, g.__qualname__, g.gi_running, g.gi_frame is not None, g.gi_code.co_name)
next(g)
print(g.gi_yieldfrom, list(g), g.gi_frame)
h = (x for x in [])
print(h.__name__, type(h).__name__)
def d():
    yield from g2
g2 = gen(2)
x = d()
next(x)
print(x.gi_yieldfrom is g2)
