# features: LG29
# Names of a class body are not seen by its methods or comprehensions.
x = "global"
class C:
    x = "class"
    y = x + "!"
    def method(self):
        return x
    first = [x for _ in range(1)]
    second = [i for i in x]
    z = (lambda: x)()
print(C.y, C().method(), C.first, C.second[:2], C.z)
def f():
    x = "function"
    class D:
        y = x
        def get(self):
            return x
    class E:
        x = x if False else "own"
    return D.y, D().get(), E.x
try:
    print(f())
except NameError as e:
    print(type(e).__name__)
