import iring_a
print("b sees a:", iring_a.__spec__._initializing, hasattr(iring_a, "late"))
try:
    from iring_a import late
except ImportError as error:
    print(type(error).__name__, str(error).partition(" (/")[0], error.name, error.path.rpartition("/")[2])
try:
    iring_a.late
except AttributeError as error:
    print(str(error).split("'")[1], error.name)
