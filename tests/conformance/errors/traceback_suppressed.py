# features: RE15 LG10
# expect: error
# `from None` hides the context.
try:
    {}["k"]
except KeyError:
    raise ValueError("only this") from None
