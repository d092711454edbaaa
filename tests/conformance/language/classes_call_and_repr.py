# features: LG17
# __call__, __repr__, __str__, __format__, __bool__, __index__, conversions.
class C:
    def __call__(self, *a, **k):
        return a, k
    def __repr__(self):
        return "<C>"
c = C()
print(c(1, k=2), callable(c), callable(5), str(c), [c], f"{c}", "%s %r" % (c, c))
class D(C):
    def __str__(self):
        return "D!"
    def __format__(self, spec):
        return "fmt:" + spec
    def __index__(self):
        return 2
    def __int__(self):
        return 7
    def __float__(self):
        return 1.5
d = D()
print(d, [d], f"{d}", f"{d:x}", f"{d!r}", format(d, "abc"), "abcd"[d], int(d), float(d), hex(d), [1, 2, 3][:d])
class R:
    def __repr__(self):
        return 5
try:
    repr(R())
except TypeError as e:
    print(e)
class E:
    pass
try:
    E()()
except TypeError as e:
    print(e)
print(str(E()).startswith("<__main__.E object at 0x"))
