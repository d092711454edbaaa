# features: LG12
# What is no context manager, and exceptions in enter and exit.
class NoExit:
    def __enter__(self):
        return 1
for bad in (5, NoExit()):
    try:
        with bad:
            print("never")
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class Bad:
    def __enter__(self):
        raise ValueError("enter")
    def __exit__(self, *a):
        print("not called")
try:
    with Bad():
        pass
except ValueError as e:
    print(e)
class BadExit:
    def __enter__(self):
        pass
    def __exit__(self, *a):
        raise KeyError("exit")
try:
    with BadExit():
        1 / 0
except KeyError as e:
    print(e, repr(e.__context__))
