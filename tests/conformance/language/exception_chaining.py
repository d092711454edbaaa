# features: LG10
# __cause__, __context__ and __suppress_context__.
def show(e):
    print(repr(e), "|", repr(e.__cause__), "|", repr(e.__context__), "|", e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("second")
except ValueError as e:
    show(e)
try:
    try:
        {}["k"]
    except KeyError as k:
        raise ValueError("third") from k
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("fourth") from None
except ValueError as e:
    show(e)
try:
    try:
        raise KeyError(1)
    finally:
        raise ValueError("fifth")
except ValueError as e:
    show(e)
e = ValueError()
e.__cause__ = KeyError()
show(e)
try:
    e.__cause__ = 5
except TypeError as t:
    print(t)
