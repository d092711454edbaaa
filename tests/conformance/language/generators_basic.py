# features: LG13
# Laziness, exhaustion, return values, identity.
def g(n):
    print("start", end=" ")
    for i in range(n):
        yield i
    print("end", end=" ")
    return "value"
it = g(2)
print("made", iter(it) is it)
print(next(it), next(it))
try:
    next(it)
except StopIteration as e:
    print(e.value)
try:
    next(it)
except StopIteration as e:
    print("still", e.value)
print(list(g(3)), next(g(0), "default"))
def empty():
    return
    yield
print(list(empty()))
def both():
    x = yield
    print("got", x)
    yield x
b = both()
print(next(b), next(b))
