# features: LG06
# Assignment expressions bind in the enclosing function.
if (n := len("abc")) > 2:
    print(n)
print((y := 5, y * 2), [y := 1, y + 1])
data = iter([3, 0, 9])
while (v := next(data, None)) is not None:
    print(v, end=" ")
print()
def f():
    if any((hit := x) > 2 for x in [1, 2, 3, 4]):
        return hit
print(f())
print(f"{(z := 3)} {z}")
