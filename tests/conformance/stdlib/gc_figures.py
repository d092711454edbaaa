# features: SM28 LG41
# What the collector tells of itself, and of objects.
import gc
class Node:
    pass
node = Node()
node.self = node
print(gc.is_tracked([]), gc.is_tracked(node), gc.is_tracked(1), gc.is_tracked("a"), gc.is_tracked(None), gc.is_tracked(1.5))
objects = gc.get_objects()
print(isinstance(objects, list), any(each is node for each in objects), any(each is objects for each in objects))
del objects
print(len(gc.get_threshold()), len(gc.get_count()), all(isinstance(n, int) for n in gc.get_count()))
gc.set_threshold(500, 5, 5)
print(gc.get_threshold()[0], gc.freeze(), gc.unfreeze(), gc.get_freeze_count())
gc.set_threshold(0)
print(gc.get_threshold()[0], gc.isenabled())
print(gc.collect(0) >= 0, gc.collect(generation=2) >= 0)
for f in (lambda: gc.collect(3), lambda: gc.collect(-1), lambda: gc.collect("a"), lambda: gc.set_threshold(), lambda: gc.set_threshold("a")):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
