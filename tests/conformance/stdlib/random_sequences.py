# features: SM22
# The same seeds give the same numbers, sequences and distributions.
import random
from random import Random


def near(value):
    return f'{value:.10g}'


for seed in 0, 1, -5, 2**31, 2**32, 2**100 + 7, 'text', 'é', b'bytes', bytearray(b'x'), '', True, 3.5 - 3.5:
    r = Random(seed)
    print(repr(seed), r.random(), r.getrandbits(32), r.getrandbits(1), r.getrandbits(100), r.randrange(10**30), r.randbytes(5))
r = Random(42)
print([r.randint(1, 6) for _ in range(20)], r.randrange(5, 50, 7), r.randrange(50, 5, -7), r.randrange(3))
items = list(range(20))
r.shuffle(items)
print(items, r.choice('abcdef'), r.choices('abc', k=5), r.choices('abc', [1, 2, 7], k=8), r.choices('ab', cum_weights=[1, 5], k=4))
print(r.sample(range(1000), 10), r.sample('abcdefgh', 4), r.sample(range(10**6), 3), r.sample(['x', 'y'], 4, counts=[3, 5]), r.sample([], 0))
print([near(x) for x in (r.uniform(1, 5), r.triangular(), r.triangular(1, 9, 2), r.gauss(0, 1), r.gauss(0, 1), r.normalvariate(2, 3))])
print([near(x) for x in (r.lognormvariate(0, 1), r.expovariate(2), r.vonmisesvariate(1, 2), r.vonmisesvariate(1, 0), r.gammavariate(3, 2))])
print([near(x) for x in (r.gammavariate(1, 2), r.gammavariate(.5, 2), r.betavariate(2, 3), r.paretovariate(3), r.weibullvariate(1, 2))])
state = r.getstate()
first = [r.random() for _ in range(700)]
r.setstate(state)
print(first == [r.random() for _ in range(700)], state[0], len(state[1]), state[2])
r.gauss()
copy = Random()
copy.setstate(r.getstate())
print(copy.gauss() == r.gauss(), copy.getrandbits(64) == r.getrandbits(64))
r.seed('again', version=1)
print(r.random())
r.seed(b'again', 1)
print(r.random())


class Half(Random):
    def random(self):
        return 0.5


class Bits(Random):
    def getrandbits(self, k):
        return (1 << k) - 1 >> 1


print(Half().randrange(100), Half().choice('abc'), Bits(1).randrange(100), Half().uniform(0, 10))
random.seed(7)
print(random.random(), random.randint(1, 100), random.sample(range(50), 5))
for wrong in (lambda: r.randrange(0), lambda: r.randrange(5, 5), lambda: r.randrange(1, 9, 0), lambda: r.randrange(9, 1, 2), lambda: r.choice([]),
              lambda: r.sample({1, 2}, 1), lambda: r.sample([1], 2), lambda: r.choices('ab', [1]), lambda: r.choices('ab', [0, 0]),
              lambda: r.choices('ab', [1, 1], cum_weights=[1, 2]), lambda: r.choices('ab', 3), lambda: r.getrandbits(-1), lambda: r.gammavariate(0, 1),
              lambda: r.seed([]), lambda: r.setstate((9, (), None)), lambda: r.setstate((3, (1, 2), None)), lambda: random.SystemRandom().getstate(),
              lambda: r.sample([1, 2], 1, counts=[1])):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
s = random.SystemRandom()
print(0 <= s.random() < 1, s.getrandbits(9) < 512, len(s.randbytes(4)), s.randrange(1), s.choice('a'), s.seed(1))
