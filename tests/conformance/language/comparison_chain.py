# features: LG23
# Each operand is evaluated once, and evaluation stops at the first false.
def see(x):
    print("see", x)
    return x
print(see(1) < see(2) < see(3))
print(see(3) < see(2) < see(1))
print(1 < 2 > 1 != 3 <= 3 is not None in [None])
print(see(1) == see(1) in [1, 2])
x = [1]
print(x is x == [1], x is not [1], 1 not in x, not 1 in x)
