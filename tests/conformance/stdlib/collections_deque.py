# features: SM26
# deque: ends, bounds, rotation, comparison, errors.
from collections import deque


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


d = deque("abc")
d.append("d")
d.appendleft("z")
print(d, len(d), d.pop(), d.popleft(), d, d[0], d[-1], "b" in d, list(reversed(d)))
d.extend([1, 2])
d.extendleft([3, 4])
print(d)
d.rotate(2)
print(d)
d.rotate(-3)
print(d)
d.rotate()
print(d, d.count(1), d.index("c"), d.index(2, -3))
d.insert(1, "i")
d.insert(-1, "j")
d.insert(100, "k")
d.insert(-100, "l")
print(d)
d.remove("i")
d.reverse()
print(d)
d[0] = "first"
d[-1] = "last"
del d[1]
print(d)
fails(d.remove, "nothing")
fails(d.index, "nothing")
fails(lambda: d[100])
fails(lambda: d[0:1])
fails(deque().pop)
fails(deque().popleft)
fails(d.__setitem__, 100, 1)
d.clear()
print(d, bool(d), d.maxlen)

m = deque(range(10), maxlen=4)
print(m, m.maxlen)
m.append(10)
m.appendleft(5)
print(m)
m.extend("xyz")
print(m, m * 2, m + deque([1]), deque([], 0))
fails(m.insert, 0, 1)
fails(deque, [], -1)
fails(deque, [], "a")
fails(deque, 1)
fails(deque, [], 1, 2)
fails(setattr, m, "maxlen", 3)
print(deque([1, 2]) < deque([1, 3]), deque([1]) == deque([1]), deque([1]) == [1], deque([1]) != deque([1, 2]), deque([2]) >= deque([1, 5]))
fails(lambda: deque() < [])
fails(lambda: deque([1]) + [2])
fails(hash, deque())
a = deque([1, 2])
b = a
a += "xy"
a *= 2
print(a, a is b, deque([1]) * 0, 3 * deque("a"))
a.extend(a)
print(len(a))
c = a.copy()
c.append(0)
print(len(a), len(c), type(c).__name__)


def grow():
    d = deque([1, 2, 3])
    for x in d:
        d.append(x)


fails(grow)
r = deque()
r.append(r)
print(r)
big = deque()
for i in range(1000):
    big.append(i)
    if i % 3:
        big.popleft()
print(len(big), big[0], big[-1], sum(big))
while len(big) > 3:
    big.pop()
print(big)
it = iter(deque([1, 2, 3]))
print(next(it), it.__length_hint__(), list(it), it.__length_hint__())


class Sub(deque):
    def __init__(self, label, items=()):
        super().__init__(items)
        self.label = label


s = Sub("x", [1, 2])
print(s, s.label, s == deque([1, 2]), isinstance(s, deque))


class Liar:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return False


m = deque()
m.extend([Liar(m), 1, 2])
fails(m.index, 5)
m.extend([Liar(m), 1, 2])
fails(m.remove, 5)
m.extend([Liar(m), 1, 2])
fails(lambda: 5 in m)
match deque([1, 2]):
    case [x, y]:
        print(x, y)
for n in range(7):
    q = deque(range(n))
    for i in range(n):
        t = q.copy()
        del t[i]
        u = q.copy()
        u.insert(i, "*")
        print(list(t), list(u), end=" ")
print()
