# features: SM28 LG41
# The collector can be asked, stopped and started.
import gc
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled())
class N:
    pass
gc.collect()
for i in range(10):
    n = N()
    n.self = n
del n
print(gc.collect() >= 10, gc.collect())
