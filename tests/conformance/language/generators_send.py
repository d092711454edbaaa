# features: LG13
# send() gives a value to the yield expression.
def average():
    total, count, mean = 0, 0, None
    while True:
        x = yield mean
        if x is None:
            return total
        total += x
        count += 1
        mean = total / count
g = average()
try:
    g.send(1)
except TypeError as e:
    print(e)
print(next(g), g.send(10), g.send(20))
try:
    g.send(None)
except StopIteration as e:
    print("total", e.value)
def echo():
    r = None
    while r != "stop":
        r = yield (r, (yield "inner"))
e = echo()
print(next(e), e.send(1), e.send("a"))
