# features: RE15 LG10
# expect: error
# `finally` lets the exception go on; output before and after is in order.
def f():
    try:
        return undefined
    finally:
        print("cleaning")

print("start")
f()
