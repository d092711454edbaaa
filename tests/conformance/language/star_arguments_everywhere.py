# features: LG07 LG06 BI02
# Stars everywhere.
def f(*a, **k): return a, k
print(f(*[1, 2], 3, *(4,), x=1, **{"y": 2}, z=3, **{"w": 4}))
print(f(*"ab", *{}, *range(2), **{}))
print([*range(3), *"ab"], (*[1], 2), {*[1, 2], 2}, {**{"a": 1}, "a": 2, **{"b": 3}}, *[1, 2])
a, *b, c = range(5); print(a, b, c)
*a, = "xy"; print(a)
(a, (b, *c)), *d = (1, "abc"), 2, 3; print(a, b, c, d)
[a, *b] = {1: 2}; print(a, b)
for x, *y in [(1, 2, 3), "ab"]: print(x, y)
try: a, *b, c = [1]
except ValueError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, c = "ab"
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
try: a, b = {}
except ValueError as e: print(e)
def g(a, /, b, *, c, d=4, **e): return a, b, c, d, e
print(g(1, 2, c=3), g(1, b=2, c=3, a=9), g(*(1,), **{"b": 2, "c": 3, "z": 1}))
for call in ("g(1)", "g()", "g(1,2)", "g(1,2,3,c=1)", "g(a=1,b=2,c=3)", "g(1,2,c=3,**{'c':4})", "g(1,2,b=3,c=1)", "f(**{1:2})", "f(**5)", "f(*5)", "f(**{'a':1},**{'a':2})", "g(1,2,c=3,**{'d d':1})", "len(*[])", "len(1,2)", "len(x=1)", "print(**{'q':1})", "int(1,2,3)", "[].append()", "[].append(1,2)", "{}.get()", "''.join()", "''.split(1,2,3)", "sum()", "dict(1,2)", "list(1,2)", "tuple(1,2)", "str(1,2,3,4)", "bool(1,2)", "float(1,2)", "set(1,2)", "isinstance(1)", "getattr(1)", "iter()", "next()", "abs()", "chr()", "ord('ab')", "range(1,2,3,4)", "slice()", "enumerate()", "zip(1)", "map(1)", "type()", "type(1,2)", "object(1)", "super(1,2,3)", "hash()", "id()", "input(1,2)", "round()", "divmod(1)", "pow(1)", "max()", "min(1)", "any()", "repr()", "vars(1)", "dir(1,2)", "property(1,2,3,4,5)", "staticmethod()", "classmethod(1,2)", "bytes(1,2,3,4)", "bytearray(1,2,3,4)", "complex(1,2,3)", "frozenset(1,2)", "(1).bit_length(1)", "'a'.upper(1)", "'a'.encode(1,2,3)", "[].pop(1,2)", "[].insert(1)", "{}.pop()", "{}.update(1,2)", "{}.setdefault()", "().index()", "(1).to_bytes(1,2,3)", "set().add()", "b''.decode(1,2,3)", "exec()", "eval()", "compile()", "callable()", "format()", "issubclass(1)", "setattr(1,2)", "delattr(1)", "hasattr(1)", "bin()", "reversed()", "filter(1)", "Exception(x=1)", "(lambda: 0)(1)", "(lambda x, *, y: 0)()", "globals(1)", "locals(1)", "__import__()", "None()", "(1)()", "'a'()"):
    try: print(call, eval(call))
    except Exception as e: print(call, "->", type(e).__name__, e)
def many(a,b,c,d,e,f_,g_,h,i,j,*,k=0): return a,j,k
print(many(*range(10)), many(*range(9), j=5, k=1))
def defs(a, b=[], *c, d={}): b.append(a); d[a] = c; return b, d
print(defs(1), defs(2), defs(3, [], 4, d={}))
print((lambda *a, k=1, **kw: (a, k, kw))(1, k=2, z=3))
class C:
    def m(*args, **kw): return len(args), kw
print(C().m(1, 2, self=3), C.m())
print(f(*(x for x in range(3))), f(*map(str, [1])), f(**dict(a=1)))
