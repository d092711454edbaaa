# features: RE15 LG10
# expect: error
# An exception raised from another.
try:
    1 // 0
except ZeroDivisionError as e:
    raise RuntimeError("could not compute") from e
