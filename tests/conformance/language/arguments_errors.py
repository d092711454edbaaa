# features: LG07
# The text of the TypeError for a call that does not fit.
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def opt(a, b=1): pass
def kwonly(*, k1, k2): pass
def star(a, *rest): pass
class C:
    def m(self, x): pass
    def __init__(self, q=0): pass
calls = [
    lambda: none(1), lambda: one(), lambda: one(1, 2), lambda: two(1), lambda: two(),
    lambda: three(), lambda: opt(), lambda: opt(1, 2, 3), lambda: kwonly(), lambda: kwonly(k1=1),
    lambda: kwonly(1, k1=1, k2=2), lambda: star(), lambda: C().m(), lambda: C().m(1, 2), lambda: C(1, 2),
    lambda: one(1, a=2), lambda: two(1, 2, zzz=3), lambda: one(**{"a": 1, "qqq": 2}),
    lambda: one(*1), lambda: one(**1), lambda: one(**{1: 2}), lambda: two(1, **{"a": 2}),
]
for call in calls:
    try:
        call()
        print("no error")
    except TypeError as e:
        print(e)
