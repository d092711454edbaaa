def f():
    x = yield 1
    y = yield from f()
    return (yield)
