# features: RE15
# expect: error
# The line and what of it failed.
print("first")
x = [1, 2, 3]
y = x[1] + x[5]
