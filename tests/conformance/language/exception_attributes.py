# features: LG10 BI16
# args, notes, with_traceback, and the attributes of special exceptions.
e = ValueError("a", 1)
print(e.args, str(e), repr(e), str(ValueError()), repr(ValueError("x")))
print(str(KeyError("k")), str(KeyError(1, 2)), repr(KeyError("k")))
e.add_note("one")
e.add_note("two")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as t:
    print(t)
print(e.with_traceback(None) is e, e.__traceback__)
try:
    raise e
except ValueError as f:
    print(f is e, f.__traceback__ is not None)
print(StopIteration(5).value, StopIteration().value, SystemExit(3).code, SystemExit().code)
print(issubclass(KeyError, LookupError), issubclass(IndexError, LookupError), issubclass(ZeroDivisionError, ArithmeticError))
print(issubclass(SystemExit, Exception), issubclass(KeyboardInterrupt, BaseException), issubclass(UnboundLocalError, NameError))
