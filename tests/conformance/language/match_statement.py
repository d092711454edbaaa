# features: LG09
"""Every kind of pattern, guards, and what a subject is taken for."""
from collections import namedtuple


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


Pair = namedtuple("Pair", "first second")
RED = 1


class Color:
    GREEN = 2


def kind(value):
    match value:
        case None | True | False:
            return "singleton"
        case 0 | -1 | 2.5 | 1 + 2j:
            return "number"
        case "a" "b" | b"c":
            return "text"
        case Color.GREEN:
            return "value"
        case int(n) if n > 100:
            return f"large {n}"
        case int() | float() as n:
            return f"other number {n}"
        case str(text):
            return f"text {text}"
        case []:
            return "empty sequence"
        case [1, *rest]:
            return f"one and {rest}"
        case [first, [second, *_], *_, last]:
            return f"nested {first} {second} {last}"
        case (x, y):
            return f"two {x} {y}"
        case {"kind": kind, "rest": {"deep": deep}, **others}:
            return f"mapping {kind} {deep} {others}"
        case {"only": 1}:
            return "only"
        case {}:
            return "mapping"
        case Point(x=0, y=0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point(0, y=y):
            return f"on the axis {y}"
        case Point():
            return "point"
        case set() | frozenset():
            return "set"
        case _:
            return "anything"


for value in (
    None, True, 0, -1, 2.5, 1 + 2j, "ab", b"c", 2, 101, 7, 7.5, "text", [], [1], (1, 2, 3), [5, (6, 7), 8, 9],
    (3, 4), range(2), Pair(5, 6), {"kind": 1, "rest": {"deep": 2}, "x": 3}, {"only": 1, "more": 2}, {}, Point(0, 0),
    Point(3, 3), Point(0, 5), Point(1, 2), {1}, frozenset(), object(), bytearray(b"ab"), iter([]), b"other",
):
    print(type(value).__name__, kind(value))


def binds(value):
    match value:
        case [a, b] | [a, b, _]:
            return a, b
        case (str() as a) | {"a": a}:
            return a
    return None


print(binds([1, 2]), binds([1, 2, 3]), binds("s"), binds({"a": 4}), binds(5))


class Odd:
    __match_args__ = ["x"]


for source in ("Odd()", "Point(1, 2)", "1"):
    try:
        match eval(source):
            case Odd(x):
                print("matched")
            case Point(a, b, c):
                print("never")
            case int(a, b):
                print("never")
    except TypeError as error:
        print("TypeError", error)

for source in (
    "match x:\n case a: pass\n case b: pass", "match x:\n case a | b: pass", "match x:\n case [a, a]: pass",
    "match x:\n case {**a, 'b': 1}: pass", "match x:\n case P(a=1, a=2): pass", "match x:\n case [*a, *b]: pass",
    "match x:\n case {1: _, 1: _}: pass",
):
    try:
        compile(source, "<pattern>", "exec")
        print("compiled")
    except SyntaxError as error:
        print(error.msg)

match = case = _ = 3
print(match, case, _)
