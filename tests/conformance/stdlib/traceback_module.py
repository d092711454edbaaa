# features: SM46 RE15
# python: 3.13
# boards: host
# Tracebacks as text.
import sys, traceback
def show(lines):
    print("".join(lines).replace(__file__, "FILE"))
def inner(n):
    return [1, 2][n] + (
        n / 0)
def outer(n):
    try:
        inner(n)
    except ZeroDivisionError as e:
        raise ValueError("chained") from e
try:
    outer(1)
except ValueError as e:
    error = e
error.add_note("a note\nof two lines")
show(traceback.format_exception(error))
show(traceback.format_exception(error, chain=False, limit=1))
print(traceback.format_exception_only(error), traceback.format_exception_only(None), traceback.format_exception_only(KeyError, KeyError(1)))
print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(error.__traceback__)])
show(traceback.format_exception(ExceptionGroup("group", [error, TypeError(1), ExceptionGroup("in", [KeyError(2)])])))
def recurse(n):
    if n:
        recurse(n - 1)
    else:
        raise KeyError(n)
try:
    recurse(6)
except KeyError:
    show(traceback.format_exc())
def where():
    return traceback.extract_stack(limit=2)
print(where()[0].name, where()[1].line)
print("".join(traceback.format_list([("file.py", 3, "f", "some line"), ("file.py", 4, "g", None)])))
try:
    compile("a b", "name.py", "exec")
except SyntaxError as e:
    print("".join(traceback.format_exception_only(e)))
for code in ("nmae", "[].apend(1)", "import sys; sys.pth", "from sys import pth"):
    name = 3
    try:
        exec(code)
    except Exception as e:
        print(traceback.format_exception_only(e))
te = traceback.TracebackException.from_exception(error)
print(te.exc_type_str, str(te), te.__cause__.exc_type_str, te.__suppress_context__, te.stack[0].lineno, te == traceback.TracebackException.from_exception(error))
class Bad(Exception):
    def __str__(self):
        raise KeyError
print(traceback.format_exception_only(Bad()))
print(traceback.FrameSummary("f.py", 1, "n", line="text") == ("f.py", 1, "n", "text"), list(traceback.FrameSummary("f.py", 1, "n", line="text")))
