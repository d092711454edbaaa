# features: LG16
# __get__, __set__, __delete__, __set_name__, and who wins over the instance.
class Data:
    def __set_name__(self, owner, name):
        self.name = name
        print("named", name, owner.__name__)
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return "data", obj.__dict__.get(self.name)
    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2
    def __delete__(self, obj):
        del obj.__dict__[self.name]
class NonData:
    def __get__(self, obj, owner=None):
        return "nondata"
class C:
    d = Data()
    n = NonData()
c = C()
c.d = 5
c.__dict__["n"] = "instance"
print(c.d, c.n, C.n, C.d.name)
del c.d
print(c.d)
class Both:
    def __get__(self, obj, owner):
        return owner.__name__, obj is None
class D:
    b = Both()
class E(D):
    pass
print(D.b, E.b, E().b, D().b)
