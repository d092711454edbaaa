# features: BI16 LG29
# NameError knows the name.
def f():
    return missing_in_function
for code in ("missing", "f()", "x = y = missing2", "del missing3", "[missing4 for _ in [1]]", "(lambda: missing5)()"):
    try:
        exec(code)
    except NameError as e:
        print(type(e).__name__, e, "|", e.name)
class C:
    try:
        undefined_in_class
    except NameError as e:
        print(e)
