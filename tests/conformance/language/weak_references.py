# features: LG41 LG18
# Weak references: callbacks, order with __del__ and with the collector, proxies.
import gc
import _weakref
from _weakref import ref, proxy, getweakrefcount, getweakrefs


class C:
    def __init__(self, name="c"):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def __call__(self, *args):
        return (self.name, args)

    def __len__(self):
        return 3

    def __getitem__(self, key):
        return key

    def __add__(self, other):
        return ("add", other)

    def __iadd__(self, other):
        return "iadd"

    def method(self):
        return "method"


c = C()
r = ref(c)
print(r() is c, r is ref(c), getweakrefcount(c), getweakrefs(c) == [r])
r2 = ref(c, lambda x: print("callback", x is r2, x() is None))
r3 = ref(c, lambda x: print("later callback"))
print(getweakrefcount(c), r2 == r, hash(r) == hash(c), r2.__callback__ is not None, r.__callback__)
print(c.__weakref__ is r, C.__weakref__ is not None, "__weakref__" in dir(C))
print(str(r).startswith("<weakref at 0x"), str(r).endswith(">"), " to 'C' at " in str(r))
p = proxy(c)
print(type(p), type(p).__name__, p.name, len(p), p[5], p + 1, p(1, 2), p.method(), bool(p))
p.name = "changed"
print(c.name, p == c, p != c)
q = p
q += 1
print(q)
try:
    hash(p)
except TypeError as e:
    print(e)
del c
print(r(), r2(), "; dead>" in repr(r), r == ref(C), r == r)
try:
    p.name
except ReferenceError as e:
    print(type(e).__name__, e)
try:
    hash(r2)
except TypeError as e:
    print(e)

for thing in (1, 1.5, "a", b"a", None, (), [], {}, object(), range(3), slice(1), True, 1 << 70):
    try:
        ref(thing)
        print("allowed", type(thing).__name__)
    except TypeError as e:
        print(e)


def f():
    yield 1


async def co():
    pass


import sys
k = co()
for thing in (f, f(), C, set(), frozenset(), C().method, sys, len, f.__code__, int, type, k):
    print(type(thing).__name__, type(ref(thing)) is ref)
k.close()


class Slots:
    __slots__ = ("a",)


class WeakSlots:
    __slots__ = ("a", "__weakref__")


class Sub(Slots):
    pass


for cls in (Slots, WeakSlots, Sub):
    try:
        x = cls()
        y = ref(x)
        print(cls.__name__, y() is x)
        del x
        print(y())
    except TypeError as e:
        print(e)

class T(tuple):
    pass


class S(str):
    pass


class L(list):
    pass


for cls in (T, S, L):
    try:
        x = cls()
        print(ref(x)() is x)
    except TypeError as e:
        print(e)


# subclasses of ref
class Keyed(ref):
    __slots__ = ("key",)

    def __new__(cls, ob, callback, key):
        self = super().__new__(cls, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


s = set()
kr = Keyed(s, lambda r: print("gone", r.key), 17)
print(kr.key, kr() is s, kr is Keyed(s, None, 1), getweakrefcount(s))
del s


# resurrection in __del__: references survive it
class Phoenix:
    def __del__(self):
        global saved
        saved = self


x = Phoenix()
xr = ref(x, lambda r: print("phoenix gone"))
del x
print(xr() is saved)
del saved
print(xr())


# cycles: callbacks of references outside run before finalizers, those inside do not
class Node:
    def __del__(self):
        print("node del", outside())


def cycle():
    a, b = Node(), Node()
    a.other, b.other = b, a
    a.inner = ref(b, lambda r: print("never"))
    return ref(a, lambda r: print("cycle callback", r()))


outside = cycle()
gc.collect()
print(outside())


# errors in callbacks are reported, not raised
def bad(r):
    raise ValueError("from callback")


old = sys.unraisablehook
sys.unraisablehook = lambda info: print("unraisable", type(info.exc_value).__name__, info.object is bad)
z = WeakSlots()
zr = ref(z, bad)
del z
sys.unraisablehook = old

for args in ((), (1, 2, 3)):
    try:
        ref(*args)
    except TypeError as e:
        print(e)
try:
    r(1)
except TypeError as e:
    print(e)

# many at once
class V:
    pass


objects = [V() for _ in range(300)]
dead = []
refs = [ref(o, dead.append) for o in objects]
print(all(r() is o for r, o in zip(refs, objects)))
del objects[::2]
o = None
print(len(dead), sum(r() is None for r in refs))
del objects, o
print(len(dead), sum(r() is None for r in refs))
it = iter([1, 2])


class It:
    def __iter__(self):
        return self

    def __next__(self):
        return 5


i = It()
pi = proxy(i)
print(next(pi), next(iter(pi)))
print(ref[int])
print(proxy(f) is proxy(f), type(proxy(f)))
d = {"a": ref(WeakSlots()), "b": r}
_weakref._remove_dead_weakref(d, "a")
print(list(d))
