# features: RE15
# expect: error
# Without arguments there is no colon; with a module's class its full name.
class Problem(Exception):
    pass

def f():
    raise Problem

f()
