# features: SM46
"""Every iterator of itertools: items, ends, texts of errors."""
import itertools
from itertools import *


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(list(islice(count(), 3)), list(islice(count(5, 2), 3)), list(islice(count(0.5, -0.25), 3)))
print(count(10), count(10, 2), count(start=3), count(step=5), count(1.5))
c = count(2**62 - 1)
print([next(c) for _ in range(3)], c)
c = count(-3)
print(next(c), c)
fails(count, "a")
fails(count, 1, 2, 3)
print(repeat(3), repeat("a", 2), repeat(object=1, times=0), list(repeat(7, times=3)), list(repeat(1, -3)))
r = repeat(1, 5)
next(r)
print(r, r.__length_hint__())
fails(repeat)
fails(repeat(1).__length_hint__)

print(list(islice(cycle("abc"), 8)), list(cycle([])))
print(list(chain("ab", [], (1, 2))), list(chain()), list(chain.from_iterable(["ab", "cd"])))
fails(list, chain([1], 2))
fails(chain, x=1)
print(list(compress("ABCDEF", [1, 0, 1, 0, 1, 1])), list(compress("ABC", [1])), list(compress("A", selectors=[])))
fails(compress, range(6))
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(None, [0, 1, "", "a"])))
t = takewhile(bool, [1, 0, 1])
print(list(t), list(t))
fails(takewhile, bool)
fails(next, dropwhile(bool, 3) if 0 else dropwhile(10, [1]))
print(list(starmap(pow, [(2, 3), (3, 2)])), list(starmap(lambda *a: a, ["", "ab", [1]])))
fails(list, starmap(pow, [3]))

for args in (5,), (0,), (None,), (2, 5), (2, None), (1, 8, 3), (0, None, 4), (5, 3), (None, 4, None), (3, 3):
    print(args, list(islice(range(10), *args)))
it = iter(range(10))
print(list(islice(it, 2, 5)), list(it))
it = iter(range(10))
print(list(islice(it, 1, 6, 3)), list(it))
it = iter(range(10))
print(list(islice(it, 5, 3)), list(it))
fails(islice, range(5), -1)
fails(islice, range(5), 1, -5)
fails(islice, range(5), 1, 5, 0)
fails(islice, range(5), "a")
fails(islice, range(5))

print(list(accumulate([1, 2, 3, 4])), list(accumulate("abc")), list(accumulate([])))
print(list(accumulate([2, 8, 5], max)), list(accumulate([1, 2], initial=100)), list(accumulate([], initial=1)))
print(list(accumulate([3, 4], func=lambda a, b: a * b, initial=None)))
fails(accumulate)
fails(list, accumulate([1, "a"]))
print(list(pairwise("abcd")), list(pairwise("a")), list(pairwise("")))
fails(pairwise)
print(list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(zip_longest("", "")))
print(list(zip_longest([], range(2))))
fails(zip_longest, 3)

groups = groupby("AAABBCA")
print([(k, list(g)) for k, g in groups])
print([(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])
print([k for k, g in groupby("aabbaa")])
g = groupby("aab")
k, first = next(g)
k2, second = next(g)
print(k, list(first), k2, list(second), list(g))
fails(groupby)

a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a), list(b))
a, b, c = tee(range(100), 3)
print(sum(a), sum(b), sum(c), tee("x", 0), len(tee([], 4)))
a, = tee("abc", 1)
print(next(a))
d = a.__copy__()
print(list(a), list(d))
fails(tee, [], -1)

print(list(product("ab", range(2))), list(product()), list(product("ab", repeat=2)), list(product("ab", "")))
print(list(product([1, 2], repeat=0)), len(list(product(range(3), repeat=4))))
fails(product, [1], repeat=-1)
print(list(permutations("abc")), list(permutations(range(3), 2)), list(permutations("ab", 3)), list(permutations("ab", 0)))
print(len(list(permutations(range(5)))), list(permutations(range(4), 3))[5:9])
print(list(combinations("ABCD", 2)), list(combinations(range(4), 3)), list(combinations("ab", 3)), list(combinations("ab", 0)))
print(list(combinations_with_replacement("ABC", 2)), list(combinations_with_replacement("", 1)), list(combinations_with_replacement("", 0)))
fails(combinations, "ab", -1)
fails(combinations, "ab")
fails(permutations, "ab", "x")

for make in (count, lambda: cycle("a"), lambda: product("ab"), lambda: islice("ab", 1)):
    it = make()
    print(iter(it) is it, type(it).__module__, type(it).__qualname__)


class Sub(chain):
    def __init__(self, *args, label=None):
        self.label = label


s = Sub("ab", [1], label="x") if False else Sub("ab", [1])
s.label = "y"
print(list(s), s.label, isinstance(s, chain))
