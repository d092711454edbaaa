# features: LG29
# A name assigned anywhere in a function is local everywhere in it.
x = 1
def f():
    print(x)
    x = 2
try:
    f()
except UnboundLocalError as e:
    print(e)
def g():
    y = 1
    del y
    return y
try:
    g()
except UnboundLocalError as e:
    print(e)
def h():
    def inner():
        return z
    if False:
        z = 1
    return inner()
try:
    h()
except NameError as e:
    print(type(e).__name__, e)
def loop():
    for i in []:
        pass
    return i
try:
    loop()
except UnboundLocalError as e:
    print(e, isinstance(e, NameError))
