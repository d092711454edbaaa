# features: LG30 LG36
# Code from text, with namespaces of its own.
ns = {"x": 5}
exec("y = x * 2\ndef f(): return y", ns)
print(ns["y"], ns["f"](), eval("x + y", ns), eval("x + z", {"x": 1}, {"z": 2}))
code = compile("a + 1", "<c>", "eval")
print(eval(code, {"a": 41}))
exec(compile("print('compiled')", "<c>", "exec"))
g = 1
def f():
    l = 2
    return eval("g + l")
print(f())
print("__builtins__" in ns)
try:
    eval("1 +")
except SyntaxError:
    print("SyntaxError")
try:
    eval("x = 1")
except SyntaxError:
    print("SyntaxError")
exec("class K:\n    v = g")
print(K.v, eval("  7"), eval("(\n1\n)"))
