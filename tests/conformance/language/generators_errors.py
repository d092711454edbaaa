# features: LG13
# StopIteration inside becomes RuntimeError; re-entry is refused.
def g():
    yield 1
    raise StopIteration("inside")
it = g()
next(it)
try:
    next(it)
except RuntimeError as e:
    print(e, "|", repr(e.__cause__))
def me():
    yield next(self)
self = me()
try:
    next(self)
except ValueError as e:
    print(e)
def boom():
    yield 1
    1 / 0
b = boom()
try:
    for x in b:
        print(x)
except ZeroDivisionError as e:
    print(e, list(b))
print(sum(i for i in range(4)), max((len(w), w) for w in ["a", "bcd"]))
