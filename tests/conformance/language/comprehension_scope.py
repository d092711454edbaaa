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


# Names of comprehensions two and more levels out.
def deep(m):
    n = 1000
    return [[[i + j + k + m + n for i in [1, 2]] for j in [10, 20]] for k in [100, 200]]


print(deep(5))
print([[[[(a, b, c, d) for a in [1]] for b in [2]] for c in [3]] for d in [4]])


class Deep:
    x = [[[i + k for i in [1]] for j in [2]] for k in [3]]


print(Deep.x)


def deep_functions():
    return [[[(lambda: i + k)() for i in [1, 2]] for j in [10]] for k in [100, 200]]


print(deep_functions())
print([list({k: [v for v in [k]] for k in [w]} for w in [1, 2]) for u in [1]])
