# features: BI21 BI07
# Equal keys are one key, whatever their type.
d = {1: "int", 1.0: "float", True: "bool"}
print(d, d[1.0], d[True], len({0, 0.0, False, -0.0}), {2 ** 70: 1}[2.0 ** 70], hash(2 ** 61 - 1) == hash(0) or "32-bit" != "")
nan = float("nan")
e = {nan: 1}
print(nan in e, float("nan") in e, len({nan, nan}))
class A:
    def __eq__(self, o):
        return True
    def __hash__(self):
        return hash("k")
print({"k": 5}[A()], A() in {"k"})
class Bad:
    def __hash__(self):
        return "x"
try:
    {Bad(): 1}
except TypeError as e:
    print(e)
class Raises:
    def __hash__(self):
        raise ValueError("no hash")
try:
    {Raises()}
except ValueError as e:
    print(e)
