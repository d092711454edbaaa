# features: SM25
# Heaps and places in sorted lists.
import bisect
import heapq
from heapq import *


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


data = [5, 3, 8, 1, 9, 2, 7, 3, 0, 6]
h = []
for x in data:
    heappush(h, x)
print(h, [heappop(h) for _ in range(len(h))])
h = data[:]
heapify(h)
print(h, heapreplace(h, 4), heappushpop(h, -1), heappushpop(h, 5), h)
fails(heappop, [])
fails(heapreplace, [], 1)
print(heappushpop([], 3))
fails(heappush, (), 1)
print(nsmallest(3, data), nlargest(3, data), nsmallest(0, data), nlargest(100, data), nsmallest(2, []), nsmallest(2, "hello", key=lambda c: -ord(c)))
pairs = [(1, "b"), (0, "x"), (1, "a"), (0, "y")]
print(nlargest(3, pairs, key=lambda p: p[0]), nsmallest(3, pairs, key=lambda p: p[0]))
print(list(merge([1, 4, 7], [2, 5], [], [0, 9])), list(merge([7, 4], [5, 1], reverse=True)), list(merge(["a", "ccc"], ["bb"], key=len)), list(merge()), list(merge([1, 2])))
print(list(merge([3, 1], [2], key=lambda x: -x)))
fails(lambda: heappush([1, "a"], 0) or heapify([1, "a"]))


class Evil:
    def __init__(self, heap):
        self.heap = heap

    def __lt__(self, other):
        self.heap.clear()
        return True


h = []
h.extend(Evil(h) for _ in range(5))
fails(heappop, h)

a = [1, 2, 2, 2, 5]
print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 2), bisect.bisect(a, 0), bisect.bisect(a, 9), bisect.bisect(a, 2, 2, 3))
bisect.insort(a, 3)
bisect.insort_left(a, 2)
print(a, bisect.bisect_left(a, 3, key=lambda x: x), bisect.bisect_left(["a", "bb", "cccc"], 3, key=len), bisect.bisect(range(100), 50))
bisect.insort(a, -4, key=abs)
print(a)
fails(bisect.bisect, a, 2, -1)
fails(bisect.bisect, 5, 2)
fails(bisect.bisect, [1, 2], "a")
fails(bisect.bisect, a, 1, lo="x")
