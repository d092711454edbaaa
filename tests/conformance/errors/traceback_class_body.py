# features: RE15
# expect: error
# The body of a class is a frame named after it.
class Broken:
    good = 1
    bad = good + "text"
