# features: LG15
# What object's own __init__ and __new__ say.
class A:
    pass
class B:
    def __init__(self):
        return 5
class C:
    def __new__(cls):
        return object.__new__(cls)
for make in (lambda: A(1), lambda: A(x=1), lambda: B(), lambda: C(1), lambda: object(1), lambda: A.foo, lambda: A().foo):
    try:
        make()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
a = A()
try:
    a.b.c = 1
except AttributeError as e:
    print(e)
try:
    (5).x = 1
except AttributeError as e:
    print(e)
try:
    None.x
except AttributeError as e:
    print(e)
try:
    int.x = 5
except TypeError as e:
    print(e)
