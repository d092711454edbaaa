# features: RE15 LG01
# expect: error
# boards: host
# An IndentationError names its line.
def f():
print("x")
