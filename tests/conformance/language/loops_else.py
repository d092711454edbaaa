# features: LG23
# `else` of a loop runs unless there was a break.
for i in range(3):
    if i == 5:
        break
else:
    print("no break", i)
for i in range(3):
    if i == 1:
        break
else:
    print("never")
print(i)
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print("n", n)
else:
    print("done")
while True:
    break
else:
    print("never")
for i in []:
    pass
else:
    print("empty")
def find(l, x):
    for i, v in enumerate(l):
        if v == x:
            return i
    else:
        return -1
print(find("abc", "c"), find("abc", "z"))
for i in range(2):
    for j in range(3):
        if j == 1:
            break
        print(i, j)
    else:
        print("inner else")
