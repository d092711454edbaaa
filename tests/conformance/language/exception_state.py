# features: LG10
# Which exception is being handled, inside and outside of functions.
import sys
def current():
    return sys.exc_info()[0]
print(current())
try:
    1 / 0
except ZeroDivisionError:
    print(current().__name__)
    try:
        [][0]
    except IndexError:
        print(current().__name__)
    print(current().__name__)
print(current())
def g():
    try:
        raise KeyError
    except KeyError:
        yield current().__name__
    yield current()
it = g()
print(next(it), current(), next(it))
