# features: LG41
# Cycles are collected, and finalizers run once.
import gc
class N:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
a = N(1)
a.me = a
del a
print("cycle made")
gc.collect()
print("collected")
b, c = N(2), N(3)
b.other, c.other = c, b
c.l = [b, {"k": c}]
keep = c.l
del b, c
gc.collect()
print("kept by a list")
keep.clear()
gc.collect()
print("end")
