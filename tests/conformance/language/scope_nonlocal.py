# features: LG08
# `nonlocal` rebinds in the nearest enclosing function.
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    def down():
        nonlocal n
        n -= 1
        return n
    return up, down
up, down = counter()
print(up(), up(5), down())
up2, _ = counter()
print(up2(), up())
def deep():
    x = 1
    def a():
        def b():
            nonlocal x
            x += 1
            def c():
                nonlocal x
                x *= 10
            c()
        b()
    a()
    return x
print(deep())
