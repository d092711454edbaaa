# features: BI18
# bool is an int with two values.
print(True, False, bool(), bool(0), bool(""), bool("0"), bool([]), bool([0]), bool(0.0), bool(None), bool(...))
print(True + 1, True & False, True | 2, True ^ True, ~True if False else -2, not True, True == 1, True is True, isinstance(True, int))
print(repr(True), str(False), f"{True} {True:d} {True:>6} {False!r}", "%s %d" % (True, True), int(True), [10, 20][True])
print({True: "a", 1: "b"}, True < 2, min(True, False), sum([True, True]), type(True & True), type(True & 1), True ** 2, True / 2)
