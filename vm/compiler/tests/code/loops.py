def empty(n):
    for _ in range(n):
        pass


def search(rows, wanted):
    for row in rows:
        for item in row:
            if item == wanted:
                return row
        else:
            continue
        break
    return None


def count(n):
    while n > 0:
        n -= 1
        if n == 5:
            continue
        if n is None:
            break
    else:
        print(n)


def forever():
    while True:
        pass


def never(x):
    while 0:
        x()
    if __debug__:
        return x
    return 1
