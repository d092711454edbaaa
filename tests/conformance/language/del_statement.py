# features: LG23
# Names, items, slices, attributes; what is gone.
x = y = 1
del x
try:
    x
except NameError as e:
    print(e)
l = [0, 1, 2, 3, 4, 5]
del l[0], l[-1]
del l[1:3]
print(l)
d = {"a": 1, "b": 2}
del d["a"]
print(d)
class C:
    k = 1
c = C()
c.a = 1
del c.a
try:
    del c.a
except AttributeError as e:
    print(e)
try:
    del c.k
except AttributeError as e:
    print(e)
try:
    del d["zzz"]
except KeyError as e:
    print(e)
try:
    del l[9]
except IndexError as e:
    print(e)
del (y), [l]
try:
    y
except NameError as e:
    print(e)
