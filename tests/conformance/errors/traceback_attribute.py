# features: RE15
# expect: error
# The attribute is what is marked.
class Thing:
    pass

thing = Thing()
thing.name = "x"
print(thing.name.upper().nope_at_all)
