# features: LG10
# Raising classes, instances, nothing, and what is no exception.
class Mine(Exception):
    def __init__(self, a, b=2):
        super().__init__(a, b)
        self.a = a
for make in (lambda: Mine(1), lambda: Mine("x", "y")):
    try:
        raise make()
    except Mine as e:
        print(e, e.args, e.a)
try:
    raise Mine
except TypeError as e:
    print(e)
for bad in (5, "text", None, int, object()):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
def again():
    try:
        raise ValueError("first")
    except ValueError:
        raise
try:
    again()
except ValueError as e:
    print(e)
