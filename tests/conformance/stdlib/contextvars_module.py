# features: SM46
# Context variables: values belong to contexts, tokens restore them.
from contextvars import Context, ContextVar, Token, copy_context
var = ContextVar("var", default=5)
bare = ContextVar("bare")
print(var.name, var.get(), var.get(7), bare.get(None))
try:
    bare.get()
except LookupError as e:
    print(type(e), e.args == (bare,))
token = var.set(6)
print(var.get(), token.var is var, token.old_value is Token.MISSING)
inner = var.set(8)
print(inner.old_value, var.get())
var.reset(inner)
print(var.get())
for wrong in (inner, bare.set(1), 3):
    try:
        var.reset(wrong)
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, "once" in str(e), "different ContextVar" in str(e))
    except TypeError as e:
        print(e)
copy = copy_context()
var.set(20)
print(copy[var], var.get(), var in copy, len(copy), copy.get(var), ContextVar("x") in copy)
def change(a, *, b):
    var.set(a + b)
    return var.get(), copy_context()[var]
print(copy.run(change, 1, b=2), var.get(), copy[var])
def enter_again():
    copy.run(print)
try:
    copy.run(enter_again)
except RuntimeError as e:
    print("already entered" in str(e))
try:
    copy.run(var.reset, token)
except ValueError as e:
    print("different Context" in str(e))
try:
    copy.run(lambda: 1 / 0)
except ZeroDivisionError as e:
    print(e, var.get())
print(len(Context()), list(Context()), Context().get(var), Context().run(var.get))
other = copy.copy()
other.run(var.set, "changed")
print(copy[var], other[var], sorted(v.name for v in other), set(other.values()) == {"changed", 1})
print(sorted((v.name, value) for v, value in copy.items()), sorted(v.name for v in copy.keys()))
for wrong in (lambda: copy["a"], lambda: "a" in copy, lambda: ContextVar(1), lambda: ContextVar(), lambda: Context(1)):
    try:
        print(wrong())
    except TypeError as e:
        print("TypeError")
try:
    Context()[var]
except KeyError as e:
    print(e.args[0] is var)
print(repr(var).startswith("<ContextVar name='var' default=5 at 0x"), repr(token)[:17])
var.reset(token)
print(var.get(), repr(token)[:21])
print(hash(var) == hash(var))
