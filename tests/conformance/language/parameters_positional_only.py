# features: LG07
# `/` and `*` say how an argument may be given.
def f(a, b=2, /, c=3, *, d, e=5):
    return a, b, c, d, e
print(f(1, d=4), f(1, 9, 8, d=7, e=6), f(1, c=0, d=0))
for call in ("f(a=1, d=4)", "f(1, 2, 3, 4)", "f(1)", "f()", "f(1, d=1, z=2)"):
    try:
        eval(call)
    except TypeError as e:
        print(call, "->", e)
def g(a, /, **kw):
    return a, kw
print(g(1, a=2))
def h(*, k):
    return k
try:
    h(1)
except TypeError as e:
    print(e)
