# features: RE15
# expect: error
# A message of several lines, and an expression over several lines.
def f(*args):
    raise ValueError("line one\nline two")

f(
    1,
    2,
)
