# features: LG21
# Kept for modules, classes and functions, evaluated where CPython does.
x: int = 1
y: str
class C:
    a: int = 5
    b: "later"
    c: list
print(__annotations__ == {"x": int, "y": str}, C.__annotations__ == {"a": int, "b": "later", "c": list}, C.a)
try:
    y
except NameError as e:
    print(e)
def f(p: int, *q: str, r: float = 1.0) -> None:
    inside: undefined_is_fine = 3
    return inside
print(f(1), sorted(f.__annotations__))
d = {}
d["k"]: int = 5
print(d)
(z): int = 1
print("z" in __annotations__)
