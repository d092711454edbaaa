# features: RE15 LG08
# expect: error
# Closures and wrappers appear by their own names.
def deco(f):
    def wrapper(*args):
        return f(*args)
    return wrapper

@deco
def work(x):
    return x["k"]

work(None)
