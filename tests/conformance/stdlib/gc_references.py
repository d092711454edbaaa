# features: LG41
# Who references whom, callbacks of collections, flags and figures.
import gc


class C:
    pass


a, b = C(), [1]
a.b = b
print(b in gc.get_referents(a), C in gc.get_referents(a), gc.get_referents(1), gc.get_referents())
print(any(r is a.__dict__ or r is a for r in gc.get_referrers(b)), gc.get_referrers())
print(gc.get_referents([1, 2, "x"]) == [1, 2, "x"] or len(gc.get_referents([b, b])) == 2)
events = []


def callback(phase, info):
    events.append((phase, sorted(info)))


gc.callbacks.append(callback)
gc.collect()
gc.callbacks.remove(callback)
print(events)
print(len(gc.get_stats()), sorted(gc.get_stats()[0]), gc.garbage)
gc.set_debug(gc.DEBUG_STATS if False else 0)
print(gc.get_debug(), gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)


class Lazarus:
    def __del__(self):
        global saved
        saved = self


print(gc.is_finalized(Lazarus()), gc.is_finalized(3))
print(gc.is_finalized(saved), gc.is_tracked([]), gc.is_tracked(1))


def leaves_cycles(n):
    for i in range(n):
        x = C()
        x.me = x
        y = [x]
        y.append(y)


gc.collect()
before = len(gc.get_objects())
leaves_cycles(20000)
print(len(gc.get_objects()) - before < 20000)
