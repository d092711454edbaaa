# features: LG06
# Stars in displays and calls (PEP 448).
a = [1, 2]
print([*a, 3, *a], (*a, *"xy"), {**{"k": 1}, "l": 2, **{"k": 3}})
print(sorted({*a, *range(3)}))
print([*[*[1]], *()], [*{"k": 1}])
print(dict(**{"x": 1}, y=2), *a, *"z")
def g():
    yield 1
    yield 2
print([*g(), *g()], (*g(),))
try:
    {**1}
except TypeError as e:
    print(e)
try:
    [*1]
except TypeError as e:
    print(e)
