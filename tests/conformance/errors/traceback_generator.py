# features: RE15 LG13
# expect: error
# The generator's frame is shown below the one that asked.
def gen():
    yield 1
    raise LookupError("in generator")

total = 0
for v in gen():
    total += v
