# features: LG34
# Deep enough for programs, and an endless one ends in RecursionError.
def down(n):
    return 0 if n == 0 else 1 + down(n - 1)
print(down(200))
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
print(fact(30))
def endless():
    return endless()
try:
    endless()
except RecursionError as e:
    print(type(e).__name__, isinstance(e, RuntimeError))
class R:
    def __repr__(self):
        return repr(self)
try:
    repr(R())
except RecursionError:
    print("repr too")
print(down(100))
l = []
l.append(l)
print(l)
d = {}
d["d"] = d
print(d)
