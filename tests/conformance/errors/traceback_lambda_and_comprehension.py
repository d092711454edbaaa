# features: RE15
# expect: error
# Names of frames that have no def.
f = lambda v: v.bad_attribute_here
result = f(5)
