# features: LG07
# Defaults are evaluated once, when the function is made.
def f(a, acc=[]):
    acc.append(a)
    return acc
print(f(1), f(2), f(3, []), f(4))
def side():
    print("evaluated")
    return 1
def g(x=side(), *, y=side()):
    return x, y
print(g(), g(2), g(y=3))
print(g.__defaults__, g.__kwdefaults__)
n = 10
def h(v=n):
    return v
n = 20
print(h())
print((lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, 3, 5, d=6, z=7))
