# features: SM28 LG41
# Cycles are found without asking, unless that is disabled.
import gc
dead = 0
class Node:
    def __del__(self):
        global dead
        dead += 1
def make(count):
    for _ in range(count):
        node = Node()
        node.self = node
gc.collect()
gc.disable()
dead = 0
make(5000)
print(dead, gc.isenabled())
gc.enable()
make(5000)
print(dead > 5000, gc.isenabled())
gc.collect()
print(dead)
gc.set_threshold(0)
dead = 0
make(3000)
print(dead)
gc.set_threshold(100)
make(1000)
print(dead > 3000)
gc.collect()
print(dead)
