# Types, closures and collections under failing allocations.
def counter(start):
    count = start

    def up(by=1, *rest, **names):
        nonlocal count
        count += by + len(rest) + len(names)
        return count

    return up


class Base:
    made = []

    def __init_subclass__(cls):
        Base.made.append(cls.__name__)

    @property
    def double(self):
        return self.n * 2


class Child(Base):
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return Child(self.n + other.n)


up = counter(10)
print(up(), up(2, 3, k=4), (Child(1) + Child(2)).double, Base.made)
numbers = list(range(20))
numbers[2:5] = "abc"
del numbers[::3]
print(numbers, set(numbers[-3:]) == {16, 17, 19}, dict(zip("ab", (1, 2))), "%s-%d" % ("x", 5))
print([x for x in range(30) if x % 7 == 0], {c: ord(c) for c in "xyz"}, 2 ** 90, -7 // 2, 7.5 % 2)
cycle = []
cycle.append(cycle)
print(cycle, len(cycle), "done")
