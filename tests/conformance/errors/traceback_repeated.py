# features: RE15
# expect: error
# Frames that repeat are shortened after three.
def down(n):
    if n == 0:
        raise ValueError("bottom")
    down(n - 1)

down(10)
