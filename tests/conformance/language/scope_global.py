# features: LG08 LG29
# `global` in nested functions and classes reaches the module.
x = "module"
def outer():
    x = "outer"
    def inner():
        global x
        print(x)
        x = "changed"
    inner()
    return x
print(outer(), x)
def make():
    global made
    made = 1
    class C:
        global made
        made += 1
        attr = made
    return C.attr
print(make(), made)
def delete():
    global made
    del made
delete()
try:
    made
except NameError as e:
    print(e)
