# features: LG10
# An exception raised from a local variable is still in it in the handler.
def again(error):
    try:
        raise error
    except ValueError:
        print(repr(error))
        raise
def caused(error, cause):
    try:
        raise error from cause
    except ValueError:
        print(repr(error), repr(cause), error.__cause__ is cause)
caused(ValueError(1), KeyError(2))
try:
    again(ValueError(3))
except ValueError as e:
    print(e)
