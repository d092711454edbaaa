# features: LG23 LG29
# `and` and `or` give an operand, not a bool, and stop early.
def f(x):
    print("f", x, end=" ")
    return x
print(f(0) and f(1), f(2) and f(3), f(0) or f(""), f([]) or f("x") or f(9))
print(not f(0), not f("a"))
class Odd:
    def __bool__(self):
        print("bool", end=" ")
        return False
print("yes" if Odd() else "no")
print((Odd() or 5), [] and Odd())
