# features: LG17 LG23
# In place where the type can, and the target is evaluated once.
a = [1]
b = a
a += (2, 3)
print(a, a is b)
t = (1,)
u = t
t += (2,)
print(t, t is u)
def index():
    print("index once")
    return 0
l = [10, 20]
l[index()] += 5
print(l)
x = 7
x -= 2; x *= 3; x //= 2; x **= 2; x %= 10; x <<= 3; x >>= 1; x |= 1; x &= 13; x ^= 2
print(x)
y = 9
y /= 2
print(y)
try:
    t[0] += [1]
except TypeError as e:
    print(e)
n = ([1],)
try:
    n[0] += [2]
except TypeError as e:
    print(e, n)
