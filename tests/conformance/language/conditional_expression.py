# features: LG23
# The condition first, and only one side.
def t(x):
    print("t", x, end=" ")
    return x
print(t(1) if t(True) else t(2), t(1) if t(0) else t(2))
print([1 if x else 0 for x in (0, 1)], (1 if 0 else 2, 3), (lambda: 1) if 0 else "else")
print(... is Ellipsis, ... if 0 else None)
