# features: RE15 LG34
# expect: error
# boards: host
# An exception whose own text cannot be made.
class Shy(Exception):
    def __str__(self):
        raise ValueError("no text")

raise Shy
