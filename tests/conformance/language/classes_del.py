# features: LG18
# __del__ runs when the last reference goes.
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
d = D(1)
d = D(2)
print("two made")
l = [d]
del d
print("still there")
l.clear()
print("cleared")
def f():
    x = D(3)
    print("in f")
f()
D(4)
print("end")
class E:
    def __del__(self):
        saved.append(self)
saved = []
e = E()
del e
print(len(saved))
