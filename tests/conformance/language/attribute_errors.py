# features: LG15 BI16
# The texts of AttributeError for instances, types, modules, builtin values.
import sys
class C:
    pass
def f(): pass
for thing in (C(), C, sys, 5, "s", None, f, [], len, 1.5, (), {}):
    try:
        thing.qqq_zzz
    except AttributeError as e:
        print(e, "|", e.name)
for action in ("'s'.x = 1", "[].append = 1", "C().x.y", "len.x = 1", "C.x", "del C().x"):
    try:
        exec(action)
    except AttributeError as e:
        print(e)
