# Functions: every kind of argument, closures, decorators, recursion, global and nonlocal.
def every(a, b=2, /, c=3, *rest, d, e=5, **names):
    return a, b, c, rest, d, e, names


def twice(function):
    def wrapper(*args, **names):
        return function(*args, **names), function(*args, **names)

    return wrapper


@twice
def greet(name, mark="!"):
    return "hi " + name + mark


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def make():
    total = 0

    def add(n):
        nonlocal total
        total += n
        return total

    return add, lambda: total


def bad(*args, **names):
    try:
        return every(*args, **names)
    except TypeError as error:
        return str(error)


print(every(1, d=4), every(1, 2, 3, 4, 5, d=6, z=7), every(*[1, 2], **{"d": 3, "q": 4}))
print(greet("x"), greet("y", mark="?"), fib(7))
add, total = make()
print(add(5), add(6), total(), [f() for f in [lambda i=i: i * i for i in range(4)]])
print(bad(), bad(1), bad(1, 2, 3, a=1), bad(1, d=2, e=3, f=4), sep="\n")
print((lambda *a, k=1: (a, k))(1, 2), every.__name__, every.__defaults__, greet.__closure__ is not None)
namespace = {}
exec("x = 5\ndef f(): return x * 2", namespace)
print(namespace["f"](), eval("x + 1", namespace), [*map(str, range(12))], print.__name__)
match {"kind": "pair", "items": [1, (2, 3)]}:
    case {"kind": "pair", "items": [first, (second, third)], **others}:
        print(first, second, third, others)
try:
    def forever(n):
        return forever(n + 1) + 1
    if "skip" not in namespace:
        compile("1 +", "text", "eval")
except SyntaxError as error:
    print(type(error).__name__, error.lineno)
