# Garbage in cycles, finalizers that run and that bring back, collection by hand.
import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.links = []

    def __del__(self):
        log.append(self.name)


class Phoenix:
    def __del__(self):
        ashes.append(self)


log, ashes = [], []
for n in range(6):
    a, b = Node(n), Node(-n)
    a.links.append(b)
    b.links.append(a)
    a.method = a.__init__
del a, b
gc.collect()
print(sorted(log))
Phoenix()
bird = Phoenix()
bird.me = bird
del bird
gc.collect()
print(len(ashes))
ashes.clear()
table = {}
table["self"] = table


def looping():
    frame = [lambda: frame]
    return frame


for n in range(5):
    looping()
    generator = (generator for _ in range(3))
    try:
        raise ValueError(n)
    except ValueError as error:
        kept = error
        kept.again = kept
del kept, generator, table
print(gc.collect() >= 0, len(log))
