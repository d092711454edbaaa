# features: BI01 BI15
# type isinstance issubclass getattr setattr hasattr delattr callable id hash vars dir.
class A:
    x = 1
class B(A):
    pass
b = B()
print(type(5), type("a"), type(None), type(b).__name__, type(type), isinstance(5, int), isinstance(True, int), isinstance("a", (int, str)), issubclass(B, A), issubclass(bool, int), isinstance(b, object))
setattr(b, "y", 2)
print(getattr(b, "y"), getattr(b, "z", "default"), hasattr(b, "x"), hasattr(b, "nope"), vars(b), callable(print), callable(A), callable(b), id(b) == id(b), hash(5), hash(True))
delattr(b, "y")
print(vars(b), "x" in dir(b), [n for n in dir(A) if not n.startswith("_")], isinstance(5, int | str), issubclass(int, (str, int)))
for f in (lambda: getattr(b, "nope"), lambda: isinstance(5, 5), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: delattr(b, "nope"), lambda: getattr(b, 5), lambda: hash([]), lambda: vars(5), lambda: type(), lambda: type(1, 2), lambda: setattr(b, "a")):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
