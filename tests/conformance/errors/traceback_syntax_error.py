# features: RE15 LG01
# expect: error
# boards: host
# The line, and a caret under the place.
print("never printed")
x = (1 + ) * 2
