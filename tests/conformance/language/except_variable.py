# features: LG10
# The variable of `except` goes away at the end of the clause.
e = "before"
try:
    1 / 0
except ZeroDivisionError as e:
    print(type(e).__name__)
try:
    e
except NameError as n:
    print(n)
def f():
    try:
        raise ValueError(1)
    except ValueError as v:
        keep = v
        del v
    return keep
print(repr(f()))
try:
    try:
        raise KeyError("a")
    except 5:
        pass
except TypeError as t:
    print(t)
