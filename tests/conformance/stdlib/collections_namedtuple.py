# features: SM26
# namedtuple: fields, defaults, checks.
from collections import namedtuple


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=5), Point._make([3, 4]), Point.__doc__, Point.x.__doc__)
print(p == (1, 2), hash(p) == hash((1, 2)), len(p), tuple(p), Point.__module__, Point.__name__, Point.__bases__, Point.__slots__)
fails(Point, 1)
fails(Point, 1, 2, 3)
fails(Point, 1, 2, z=3)
fails(Point._make, [1])
fails(setattr, p, "x", 3)
fails(setattr, p, "q", 3)
fails(delattr, p, "x")
D = namedtuple("D", ["a", "b", "c"], defaults=[10, 20])
print(D(1), D(1, 2), D._field_defaults, D.__new__.__defaults__, D.__match_args__)
fails(namedtuple, "T", "a", defaults=(1, 2))
fails(namedtuple, "T", "a a")
fails(namedtuple, "T", "a _b")
fails(namedtuple, "T", "a class")
fails(namedtuple, "T", "a 9b")
fails(namedtuple, "def", "a")
print(namedtuple("R", "a class a _x 9 ok", rename=True)._fields, namedtuple("E", "")(), namedtuple("C", "a, b")._fields)
print(namedtuple("M", "a", module="somewhere").__module__)
Point.x.__doc__ = "The abscissa."
print(Point.x.__doc__, Point.y.__doc__, Point.__new__.__doc__)


class Sub(Point):
    __slots__ = ()

    @property
    def norm(self):
        return self.x ** 2 + self.y ** 2


s = Sub(3, 4)
print(s, s.norm, s._replace(x=0), type(s._replace(x=0)).__name__)
match p:
    case Point(x=a, y=b):
        print(a, b)
match p:
    case Point(a, b):
        print(a, b)
print(p.__getnewargs__(), p.__reduce_ex__(2)[1])
big = namedtuple("Big", [f"f{i}" for i in range(300)])
print(big(*range(300)).f299)
