def f(x):
    y = 0
    def g():
        nonlocal y
        global z
        y += x; z = y
        return lambda: x + y
    return g
