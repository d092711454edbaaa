# Generators: send, throw, close, delegation, expressions, exhaustion in the middle.
def echo():
    got = None
    while True:
        try:
            got = yield got
        except ValueError as error:
            got = ("caught", str(error))
        finally:
            trail.append(1)


def outer(n):
    result = yield from inner(n)
    yield result


def inner(n):
    for i in range(n):
        yield i
    return "end"


def cleanup():
    try:
        yield 1
        yield 2
    finally:
        trail.append("closed")


trail = []
e = echo()
next(e)
print(e.send(5), e.throw(ValueError("v")), e.send(6))
e.close()
print(list(outer(4)), sum(x * x for x in range(9)), trail)
c = cleanup()
print(next(c))
del c
print(trail, [a + b for a in "xy" for b in "zw"], {k: [v for v in range(k)] for k in range(3)})
try:
    next(inner(0))
except StopIteration as stop:
    print(stop.value)
pipeline = (x for x in (y + 1 for y in range(5)) if x % 2)
print(*pipeline, sep="-")
