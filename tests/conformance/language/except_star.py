# features: LG11
"""Groups of exceptions: made, split, and handled in parts."""


def show(error, depth=0):
    print("  " * depth + type(error).__name__, repr(str(error)))
    for part in getattr(error, "exceptions", ()):
        show(part, depth + 1)


group = ExceptionGroup("all", [ValueError(1), TypeError(2), ExceptionGroup("inner", [OSError(3), ValueError(4)])])
show(group)
print(repr(group), group.message, len(group.exceptions))
match, rest = group.split(ValueError)
show(match)
show(rest)
print(group.subgroup(KeyError), group.subgroup(lambda error: isinstance(error, OSError)).exceptions)


def run(error):
    try:
        try:
            raise error
        except* ValueError as part:
            print("values", [str(e) for e in part.exceptions])
        except* (TypeError, KeyError) as part:
            print("types", part.exceptions)
            raise RuntimeError("new")
        else:
            print("none")
        finally:
            print("finally")
    except BaseException as left:
        show(left)


run(group)
run(ValueError("alone"))
run(OSError("other"))
run(ExceptionGroup("two", [KeyError(1), IndexError(2)]))
try:
    try:
        raise ExceptionGroup("again", [ValueError(1), OSError(2)])
    except* ValueError:
        raise
except ExceptionGroup as error:
    show(error)


class Own(ExceptionGroup):
    def derive(self, parts):
        return Own(self.message + "!", parts)


show(Own("mine", [ValueError(1), TypeError(2)]).split(TypeError)[1])
for wrong in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup("x", [KeyboardInterrupt()]),
              lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("x")):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(type(BaseExceptionGroup("x", [ValueError()])).__name__, type(BaseExceptionGroup("x", [KeyboardInterrupt()])).__name__)
