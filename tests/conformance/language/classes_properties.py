# features: LG16 BI17
# Getter, setter, deleter, and the errors without them.
class T:
    def __init__(self):
        self._v = 0
    @property
    def v(self):
        "The value."
        return self._v
    @v.setter
    def v(self, x):
        if x < 0:
            raise ValueError("negative")
        self._v = x
    @v.deleter
    def v(self):
        print("deleted")
        self._v = None
    @property
    def readonly(self):
        return "ro"
    w = property(lambda self: "w", doc="W.")
t = T()
t.v = 5
t.v += 1
print(t.v, T.v.__doc__, t.w, T.w.__doc__, type(T.v).__name__)
try:
    t.v = -1
except ValueError as e:
    print(e)
del t.v
print(t.v)
for action in ("t.readonly = 1", "del t.readonly"):
    try:
        exec(action)
    except AttributeError as e:
        print(e)
t.__dict__["v"] = "hidden"
print(t.v, T.v.fget(t))
