# features: LG29
# Builtins are found last, can be hidden and come back.
def f():
    return len("abc")
print(f())
len = lambda x: "hidden"
print(f(), __builtins__ is not None)
del len
print(f())
import builtins
builtins.my_new_builtin = 5
print(my_new_builtin)
del builtins.my_new_builtin
try:
    my_new_builtin
except NameError as e:
    print(e)
print(builtins.print is print, globals()["__name__"], "f" in globals(), "x" in dir())
