# features: RE15
# expect: error
# One entry for each frame, the innermost last.
def inner(n):
    return 10 / n

def middle(n):
    value = inner(n)
    return value

class C:
    def method(self):
        return middle(0)

C().method()
