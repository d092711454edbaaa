# features: LG13
# Delegation of values, sends, throws and the result.
def inner():
    try:
        x = yield 1
        print("sent", x)
        yield 2
    except ValueError as e:
        print("inner caught", e)
        yield "after"
    return "result"
def outer():
    r = yield from inner()
    print("r =", r)
    yield from [10, 20]
    return (yield from (i for i in "ab"))
o = outer()
print(next(o), o.send("hello"), next(o), list(o))
o = outer()
next(o)
print(o.throw(ValueError("boom")), next(o))
def chain(n):
    if n:
        yield n
        yield from chain(n - 1)
print(list(chain(5)))
def bad():
    yield from 5
try:
    list(bad())
except TypeError as e:
    print(e)
