# features: SM46
# The operators as functions, and the getters.
import operator
from operator import attrgetter, itemgetter, methodcaller


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


a, b = 13, 4
for name in "add sub mul floordiv mod and_ or_ xor lshift rshift truediv pow lt le eq ne gt ge is_ is_not".split():
    function = getattr(operator, name)
    print(name, function(a, b), function is getattr(operator, "__" + name.rstrip("_") + "__", None))
for name in "neg pos abs inv invert index not_ truth".split():
    print(name, getattr(operator, name)(-7))
for name in "iadd isub imul ifloordiv imod iand ior ixor ilshift irshift itruediv ipow".split():
    print(name, getattr(operator, name)(a, b), getattr(operator, "__" + name + "__")(b, 2))
print(operator.__not__(0), operator.__and__(6, 3), operator.__getitem__("abc", 1), operator.__concat__([1], [2]))
fails(getattr, operator, "__nothing__")
l = [1, 2]
print(operator.iadd(l, [3]) is l, operator.iconcat(l, (4,)) is l, l, operator.imul(l, 2) is l, operator.concat("a", "b"))
fails(operator.concat, 1, 2)
fails(operator.add, 1, "a")
d = {}
operator.setitem(d, "k", 1)
print(d, operator.getitem(d, "k"), operator.contains(d, "k"), operator.delitem(d, "k"), d)
print(operator.countOf([1, 2, 1, 1.0, True], 1), operator.indexOf("abcabc", "c"))
fails(operator.indexOf, [1], 2)
fails(operator.countOf, None, 2)
print(operator.length_hint([1, 2]), operator.length_hint(iter(range(5))), operator.length_hint(object(), 7))
fails(operator.length_hint, [], "a")


class Hint:
    def __init__(self, value):
        self.value = value

    def __length_hint__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


print(operator.length_hint(Hint(3)), operator.length_hint(Hint(NotImplemented), 4), operator.length_hint(Hint(TypeError()), 5))
fails(operator.length_hint, Hint(-2))
fails(operator.length_hint, Hint("abc"))
fails(operator.length_hint, Hint(LookupError("x")))
print(operator.call(int, "11", base=2), operator.index(True))
fails(operator.index, 1.5)


class Thing:
    pass


t = Thing()
t.a = Thing()
t.a.b = "deep"
t.c = 3
print(attrgetter("c")(t), attrgetter("a.b")(t), attrgetter("c", "a.b")(t))
fails(attrgetter)
fails(attrgetter, 1)
fails(attrgetter("x"), t)
fails(attrgetter("a.z"), t)
fails(attrgetter("a"))
print(itemgetter(1)("abc"), itemgetter(2, 0)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1, 3))([1, 2, 3, 4]))
fails(itemgetter)
fails(itemgetter(5), [1])
fails(itemgetter(1), "a", "b")
print(methodcaller("upper")("abc"), methodcaller("split", "-", maxsplit=1)("a-b-c"))
fails(methodcaller)
fails(methodcaller, 3)
fails(methodcaller("nope"), 3)
print(attrgetter("a", "b.c"), itemgetter(1, "x"), methodcaller("m", 1, k=2))
print(itemgetter(1, 2).__reduce__()[1], attrgetter("q").__reduce__()[1], methodcaller("f", 3).__reduce__()[1])
