# features: LG19
# Two underscores in front are mangled inside a class.
class A:
    __secret = 1
    def __init__(self):
        self.__v = 2
    def get(self):
        return self.__v, self.__secret, A.__secret
    def __hidden(self):
        return "hidden"
    def call(self):
        return self.__hidden()
    __dunder__ = 3
a = A()
print(a.get(), a.call(), a._A__v, A._A__secret, A.__dunder__)
try:
    a.__v
except AttributeError as e:
    print(e)
class B(A):
    def __init__(self):
        super().__init__()
        self.__v = "B"
print(B().get(), B()._B__v)
class _C:
    __x = 5
print(_C._C__x)
