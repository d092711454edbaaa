# Exceptions: chains, finally, context managers, groups of handlers, tracebacks kept alive.
class Problem(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code


class Guard:
    def __init__(self, name, swallow):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind and kind.__name__)
        return self.swallow and kind is Problem


def fail(depth):
    if depth:
        return fail(depth - 1)
    raise Problem(7, "deep")


def chained():
    try:
        fail(3)
    except Problem as problem:
        raise KeyError(problem.code) from problem


for function in (lambda: 1 // 0, lambda: [][1], lambda: {}["k"], lambda: None.x, lambda: int("z"), chained):
    try:
        function()
    except (ZeroDivisionError, IndexError) as error:
        print("arith", error)
    except KeyError as error:
        print("key", error, repr(error.__cause__))
    except (AttributeError, ValueError) as error:
        print(type(error).__name__, error)
    else:
        print("never")
    finally:
        print("finally")
with Guard("a", False), Guard("b", True) as b:
    raise Problem(b.name)
kept = []
for i in range(3):
    try:
        fail(i)
    except Problem as problem:
        kept.append(problem)
print(len(kept), kept[0].args, kept[-1].__traceback__ is not None)
try:
    try:
        assert kept is None, "message"
    finally:
        kept.clear()
except AssertionError as error:
    print(error, kept)
