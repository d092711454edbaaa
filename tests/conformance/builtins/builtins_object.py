# features: BI14
# object and its default methods.
o = object()
print(str(o)[:18], o == o, o != object(), isinstance(o, object), hash(o) == hash(o), bool(o), type(o).__name__, object.__name__, object.__bases__, object.__mro__ == (object,))
print(NotImplemented, Ellipsis, None, type(NotImplemented).__name__, type(...).__name__, type(None).__name__, o.__eq__(5), o.__ne__(o), (5).__eq__("a"), "a".__lt__(5))
for f in (lambda: setattr(o, "x", 1), lambda: o < o, lambda: o(), lambda: o[0], lambda: len(o), lambda: iter(o), lambda: -o, lambda: o + 1, lambda: int(o), lambda: o.x, lambda: 1 in o, lambda: float(o)):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, str(e).split(" and no")[0])
