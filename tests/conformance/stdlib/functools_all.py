# features: SM46
# partial, caches, orderings, dispatch.
import functools
from functools import *


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def f(*args, **kwargs):
    return args, kwargs


p = partial(f, 1, 2, a=10)
print(p(), p(3), p(3, a=0, b=1), p.args, p.keywords, p.func is f)
q = partial(p, 5, c=6)
print(q.func is f, q.args, q.keywords, q(7))
print(repr(partial(print, 1, x="y")), partial(int, base=2)("101"))
p.note = "n"
print(p.__dict__, p.note, partial(p).func is p)
fails(partial)
fails(partial, 3)


class P(partial):
    pass


print(type(P(f, 1)).__name__, P(f, 1)(2), repr(P(int)).split(".")[-1])

print(reduce(lambda a, b: a * b, range(1, 6)), reduce(max, [], 7), reduce(max, [3]))
fails(reduce, max, [])
fails(reduce, max, 3)

print(sorted([5, 1, 4], key=cmp_to_key(lambda a, b: b - a)), sorted("bca", key=cmp_to_key(lambda a, b: (a > b) - (a < b))))
k = cmp_to_key(lambda a, b: a - b)
print(k(1) < k(2), k(1) == k(1), k(3) >= k(4), k(obj=3).obj)
fails(lambda: k(1) < 2)
fails(hash, k(1))


@lru_cache(maxsize=2)
def square(x):
    "Squares."
    print("computing", x)
    return x * x


print(square(1), square(2), square(1), square(3), square(2), square(1))
print(square.cache_info(), square.cache_info().hits, square.__name__, square.__doc__, square.__wrapped__(4))
print(square.cache_parameters())
square.cache_clear()
print(square.cache_info())


@lru_cache
def plain(*args, **kw):
    return len(args), sorted(kw)


print(plain(1), plain(1.0), plain(a=1), plain(("a", 1)), plain("a", 1), plain.cache_info())


@lru_cache(None, typed=True)
def typed(x):
    return type(x).__name__


print(typed(1), typed(1.0), typed(True), typed.cache_info())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info().currsize)
fails(plain, [])


@lru_cache(0)
def never(x):
    return x


print(never(1), never(1), never.cache_info())
fails(lru_cache, "a")


class M:
    @lru_cache
    def method(self, x):
        return self.__class__.__name__, x


m = M()
print(m.method(1), m.method(1), M.method.cache_info().hits)


class C:
    count = 0

    @cached_property
    def value(self):
        "Doc."
        self.count += 1
        return self.count


c = C()
print(c.value, c.value, vars(c), C.value.__doc__, C.value.attrname, type(C.value).__name__)
del c.value
print(c.value)


class S:
    __slots__ = ()

    @cached_property
    def value(self):
        return 1


fails(lambda: S().value)
loose = cached_property(lambda self: 1)
fails(loose.__get__, c, C)


class Child(C):
    @cached_property
    def value(self):
        return super().value + 100


print(Child().value)


@total_ordering
class Lt:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v == other.v if isinstance(other, type(self)) else NotImplemented

    def __lt__(self, other):
        return self.v < other.v if isinstance(other, type(self)) else NotImplemented


def make(name):
    def compare(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return getattr(self.v, name)(other.v)
    return total_ordering(type("O" + name, (), {name: compare, "__init__": Lt.__init__, "__eq__": Lt.__eq__}))


for cls in (Lt, make("__le__"), make("__gt__"), make("__ge__")):
    print(cls.__name__, [(x < y, x <= y, x > y, x >= y) for x, y in ((cls(1), cls(2)), (cls(2), cls(2)), (cls(3), cls(2)))])
    fails(lambda: cls(1) < 3)
    fails(lambda: cls(1) >= 3)
fails(total_ordering, type("Empty", (), {}))


def deco(function):
    @wraps(function)
    def wrapper(*args):
        "inner"
        return function(*args)
    return wrapper


@deco
def documented(x: int):
    "outer"
    return x


documented.extra = 1
print(documented.__name__, documented.__doc__, documented.__wrapped__.__qualname__, documented.__annotations__, documented(3))
print(deco(documented).extra)


class PM:
    def base(self, *args, **kw):
        return args, kw

    one = partialmethod(base, 1)
    two = partialmethod(one, 2, k=3)
    static = partialmethod(staticmethod(f), 8)
    cls_ = partialmethod(classmethod(lambda cls, *a: (cls.__name__, a)), 9)
    keep = partialmethod(f, 7)


o = PM()
print(o.one(5), o.two(5, z=1), o.static(1), o.cls_(1), PM.cls_(2), PM.one(o, 6), o.keep(1)[0][1:])
fails(partialmethod, 3)


class Base:
    pass


class Derived(Base):
    pass


@singledispatch
def show(x, *rest):
    "generic"
    return "object"


@show.register(int)
def _(x, *rest):
    return "int"


@show.register
def _(x: str, *rest):
    return "str"


show.register(list, lambda x: "list")


@show.register(Base)
def base(x):
    return "Base"


print(show(1), show(True), show("a"), show([]), show(Derived()), show(1.5), show(None), show.__name__, show.__doc__)
print(show.dispatch(Derived) is base, sorted(c.__name__ for c in show.registry))
fails(show)
fails(show.register, 3, f)


class D:
    @singledispatchmethod
    def m(self, x):
        return "object"

    @m.register
    def _(self, x: int):
        return "int"

    @m.register(str)
    @classmethod
    def _(cls, x):
        return cls.__name__


print(D().m(1.0), D().m(1), D().m("a"))
