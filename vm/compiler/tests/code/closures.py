def counter():
    n = 0

    def step(by=1):
        nonlocal n
        n += by
        return n

    def reset():
        global total
        total = n
        del total

    return step, reset, [lambda: i + n for i in range(3)], (j for j in range(n) if j)


def maybe(flag):
    if flag:
        value = 1
    try:
        print(value)
    except NameError as value:
        pass
    del flag
    return [last := k for k in range(3)], last
