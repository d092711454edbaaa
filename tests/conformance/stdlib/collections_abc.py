# features: SM46
# The abstract classes of containers: what belongs to them, and what they give for nothing.
import collections
import collections.abc
from collections import deque, ChainMap, UserDict, UserList, UserString
from collections.abc import *


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def gen():
    yield


async def co():
    pass


samples = [1, "", b"", bytearray(), [], (), {}, set(), frozenset(), range(1), iter([]), gen(), deque(), {}.keys(), {}.items(), {}.values(),
           len, type, None, reversed([]), zip(), map(len, []), object(), UserDict(), UserList(), UserString(""), ChainMap(), enumerate([])]
kinds = [Hashable, Iterable, Iterator, Generator, Reversible, Sized, Container, Callable, Collection, Set, MutableSet, Mapping,
         MutableMapping, MappingView, KeysView, ItemsView, ValuesView, Sequence, MutableSequence]
for kind in kinds:
    print(kind.__name__, [type(s).__name__ for s in samples if isinstance(s, kind)])
c = co()
print(isinstance(c, Awaitable), isinstance(c, Coroutine), Iterable.__module__, Iterable.__qualname__)
c.close()


class S(Sequence):
    def __init__(self, items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]

    def __len__(self):
        return len(self.items)


s = S([1, 2, 3, 2])
print(list(s), 2 in s, 9 in s, list(reversed(s)), s.index(2), s.index(2, 2), s.count(2))
fails(s.index, 9)
fails(Sequence)
match s:
    case [1, *rest]:
        print("sequence", rest)


class M(MutableMapping):
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)


m = M()
m.update(a=1, b=2)
m.update([("c", 3)])
m.update({"d": 4})
print(list(m.keys()), list(m.values()), list(m.items()), m.get("a"), m.get("z", 0), "a" in m, m.pop("a"), m.pop("q", None), m.setdefault("e", 5), m.setdefault("e", 6))
fails(m.pop, "nothing")
print(m == {"b": 2, "c": 3, "d": 4, "e": 5}, m.keys() & {"b", "z"}, ("b", 2) in m.items(), 2 in m.values(), repr(m.keys())[:9], len(m.items()))
print(m.popitem(), len(m))
match m:
    case {"c": x}:
        print("mapping", x)
m.clear()
print(len(m))


class Bits(MutableSet):
    def __init__(self, it=()):
        self.d = []
        for x in it:
            self.add(x)

    def __contains__(self, x):
        return x in self.d

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)

    def add(self, x):
        if x not in self.d:
            self.d.append(x)

    def discard(self, x):
        if x in self.d:
            self.d.remove(x)


a, b = Bits([1, 2, 3]), Bits([2, 3, 4])
print(list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, a < a, a >= Bits([1]), a == Bits([3, 2, 1]), a.isdisjoint([9]))
print(list(a | [7]), list({9} | a), list(a - {1}), list({1, 9} - a), a == {1, 2, 3}, a != {1})
a |= [5]
a &= {1, 5}
a ^= {5, 6}
a -= {1}
print(list(a))
fails(a.remove, 99)
print(a.pop(), len(a))
fails(a.pop)
fails(hash, a)
print(hash(frozenset([1, 2])) == Bits([1, 2])._hash())


class L(MutableSequence):
    def __init__(self, *a):
        self.l = list(a)

    def __getitem__(self, i):
        return self.l[i]

    def __setitem__(self, i, v):
        self.l[i] = v

    def __delitem__(self, i):
        del self.l[i]

    def __len__(self):
        return len(self.l)

    def insert(self, i, v):
        self.l.insert(i, v)


l = L(1, 2)
l.append(3)
l.extend([4, 5])
l += [6]
l.reverse()
l.remove(3)
print(list(l), l.pop(), l.pop(0), list(l))
l.extend(l)
print(list(l))
l.clear()
print(len(l))


class G(Generator):
    def __init__(self):
        self.n = 0

    def send(self, value):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        return self.n

    def throw(self, typ, val=None, tb=None):
        super().throw(typ, val, tb)


print(list(G()), G().close())
fails(G().throw, ValueError)


class NotHash:
    __hash__ = None


class Len:
    def __len__(self):
        return 1


print(isinstance(NotHash(), Hashable), isinstance(Len(), Sized), issubclass(Len, Container), isinstance(lambda: 1, Callable))
print(Iterable[int], Callable[[int, str], bool], Callable[..., int], Mapping[str, int].__args__, Callable[[], int].__args__)
fails(lambda: Callable[int])

cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm, cm["a"], cm["b"], len(cm), list(cm), cm.get("z"), "b" in cm, bool(cm))
cm["z"] = 9
print(cm.maps, cm.new_child({"q": 0}), cm.parents, cm == {"a": 1, "b": 3, "z": 9}, cm.pop("z"))
fails(lambda: cm["nothing"])
fails(lambda: cm.pop("b"))
fails(cm.__delitem__, "b")
print(cm.new_child(n=1)["n"], cm.copy(), cm | {"k": 1}, {"k": 1} | cm, ChainMap.fromkeys("ab", 1))

u = UserDict(a=1)
u["b"] = 2
print(u, len(u), "a" in u, u.get("q", 3), u.copy(), u | {"c": 3}, {"z": 0} | u, u.data, UserDict.fromkeys("x"))


class Low(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.lower(), v)

    def __missing__(self, k):
        return "missing " + k


low = Low({"A": 1}, B=2)
print(low, low["q"])
ul = UserList([3, 1, 2])
ul.sort()
print(ul, ul[0], ul[1:], ul + [4], [0] + ul, ul * 2, ul == [1, 2, 3], ul < [2], 3 in ul, ul.index(2), type(ul[0:1]).__name__, ul.copy(), ul.pop())
us = UserString("abc")
print(us, us.upper(), us + "d", "x" + us, us * 2, us[1], us == "abc", hash(us) == hash("abc"), us.find("c"), us.join(["1", "2"]), "b" in us, us % (), int(UserString("12")), repr(us), us.encode(), us.isalpha())
