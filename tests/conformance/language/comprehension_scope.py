# features: LG29
# The variable of a comprehension is its own; the first iterable is evaluated outside.
x = "outside"
l = [x for x in range(3)]
print(x, l)
def f(n):
    return [n + i for i in range(n)], (lambda: [n for _ in range(1)])()
print(f(2))
print([[y for y in range(x)] for x in range(3)])
def late():
    it = iter([1, 2])
    g = (i for i in it)
    it = None
    return list(g)
print(late())
try:
    (i for i in 5)
except TypeError as e:
    print("at once:", e)
g = (j for i in [1] for j in i)
try:
    next(g)
except TypeError as e:
    print("late:", e)
print([(lambda v: v + k)(1) for k in range(3)])
def walrus():
    found = [last := i for i in range(4)]
    return last, found
print(walrus())
