# features: RE15 LG23
# expect: error
# An assertion with its message.
def check(n):
    assert n > 0, f"not positive: {n}"

check(-1)
