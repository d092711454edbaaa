# features: LG17
# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.
class G:
    real = 1
    def __getattr__(self, name):
        if name == "missing":
            raise AttributeError("no " + name)
        return "made " + name
    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)
g = G()
g.x = 5
print(g.real, g.x, g.other, hasattr(g, "missing"), hasattr(g, "anything"))
del g.x
print(g.x)
class A:
    def __getattribute__(self, name):
        if name == "secret":
            return "got"
        return object.__getattribute__(self, name)
a = A()
a.v = 1
print(a.secret, a.v)
try:
    a.none
except AttributeError as e:
    print(e)
class D:
    def __dir__(self):
        return ["z", "a"]
print(dir(D()))
