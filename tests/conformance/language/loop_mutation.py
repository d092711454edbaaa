# features: LG27
# What a loop sees when what it walks over changes.
l = [1, 2, 3, 4]
for x in l:
    if x == 2:
        l.remove(x)
    print(x, end=" ")
print(l)
d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 0
except RuntimeError as e:
    print(e)
d = {1: 1, 2: 2}
try:
    for k in d:
        del d[k]
except RuntimeError as e:
    print(e)
s = {1}
try:
    for x in s:
        s.add(x + 1)
except RuntimeError as e:
    print(e)
for i in range(3):
    i = 10
    print(i, end=" ")
print(i)
