# features: RE15 LG10
# expect: error
# An exception while handling another.
def load():
    return {}["key"]

try:
    load()
except KeyError:
    int("not a number")
