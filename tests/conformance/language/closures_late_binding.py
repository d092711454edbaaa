# features: LG08
# A closure sees the variable, not the value it had.
fs = []
for i in range(3):
    fs.append(lambda: i)
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
def make():
    cells = []
    for n in range(3):
        def f():
            return n
        cells.append(f)
    n = "last"
    return [f() for f in cells]
print(make())
print([f() for f in [lambda: j for j in range(3)]])
def pair():
    value = 1
    def get():
        return value
    def set(v):
        nonlocal value
        value = v
    return get, set
get, set_ = pair()
set_(5)
print(get(), get.__closure__[0].cell_contents, len(get.__closure__))
