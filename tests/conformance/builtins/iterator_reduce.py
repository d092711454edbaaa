# features: BI19
# What copy and pickle make iterators from, also on the way.
import copy


def part(iterator):
    next(iterator, None)
    again = copy.copy(iterator)
    return list(again), list(iterator), list(copy.copy(iterator))


for make in (
    lambda: iter([1, 2, 3]),
    lambda: reversed([1, 2, 3]),
    lambda: iter((1, 2, 3)),
    lambda: iter("abc"),
    lambda: iter("aäc"),
    lambda: iter(b"abc"),
    lambda: iter(bytearray(b"abc")),
    lambda: iter(range(5)),
    lambda: iter(range(1 << 70, (1 << 70) + 3)),
    lambda: iter({1: 2, 3: 4}),
    lambda: iter({1: 2, 3: 4}.values()),
    lambda: iter({1: 2, 3: 4}.items()),
    lambda: reversed({1: 2, 3: 4}),
    lambda: iter({5}),
    lambda: enumerate("abc"),
):
    print(part(make()))

values = [3, 2, 1]
countdown = iter(values.pop, 2)
function, args = countdown.__reduce__()
print(function is iter, args == (values.pop, 2))
print(list(countdown), list(copy.copy(countdown)))

print(len.__reduce__(), [].append.__reduce__()[0] is getattr)

array = bytearray(b"\x00\xff")
print(array.__reduce__()[1], array.__reduce_ex__(3)[1])


class Octets(bytearray):
    pass


octets = Octets(b"xy")
octets.note = 1
twin = copy.copy(octets)
print(type(twin).__name__, twin, twin.note)
moved = iter(range(1 << 70, (1 << 70) + 9))
moved.__setstate__(7)
print(list(moved) == [(1 << 70) + 7, (1 << 70) + 8])
