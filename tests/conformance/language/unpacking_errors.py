# features: LG06
# What is said when the number of values does not fit.
def attempt(code):
    try:
        exec(code, {})
    except Exception as e:
        print(type(e).__name__, e)
attempt("a, b = 1")
attempt("a, b = [1]")
attempt("a, b = [1, 2, 3]")
attempt("a, b, *c = [1]")
attempt("a, = ()")
attempt("a, b = None")
attempt("a, b = 'xyz'")
attempt("[a, b] = iter([])")
attempt("*a, b = []")
attempt("a, b = {1: 2}")
attempt("for a, b in [1]: pass")
