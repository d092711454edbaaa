# features: LG10
# What `finally` does to a return, a break and an exception.
def f():
    try:
        return "try"
    finally:
        print("finally")
print(f())
def g():
    try:
        return 1
    finally:
        return 2
print(g())
def h():
    for i in range(3):
        try:
            continue
        finally:
            print("f", i, end=" ")
    while True:
        try:
            break
        finally:
            print("broke")
    return "end"
print(h())
def swallow():
    try:
        1 / 0
    finally:
        return "swallowed"
print(swallow())
def nested():
    try:
        try:
            return "inner"
        finally:
            print("first")
    finally:
        print("second")
print(nested())
def value():
    x = 1
    try:
        return x
    finally:
        x = 2
print(value())
