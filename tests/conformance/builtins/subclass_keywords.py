# features: BI08
# A subclass that takes keywords itself keeps them from the builtin constructor.
def check(base, given):
    class Plain(base):
        pass

    class Init(base):
        def __init__(self, arg, extra=None):
            self.extra = extra

    class New(base):
        def __new__(cls, arg, extra=None):
            made = super().__new__(cls, arg)
            made.extra = extra
            return made

    for class_ in (Init,) if base is set else (Init, New):
        made = class_(given, extra=3)
        print(class_.__name__, made.extra, sorted(made) if base is not float else float(made))
    for class_ in base, Plain:
        try:
            class_(extra=3)
        except TypeError:
            print("TypeError")


for base in list, tuple, set, frozenset:
    check(base, [1, 2])
check(float, 2.5)


class Name(str):
    pass


class Box:
    pass


box = Box()
setattr(box, Name("x"), 1)
print(box.x, getattr(box, Name("x")))


class Odd(float):
    def __float__(self):
        return 42.0


print(float(Odd(1.5)), (-0.0) ** float("-inf"), ord(bytearray(b"a")))
print("aä€😀\\".encode("raw-unicode-escape"), b"\\u20ac\\\\u0041\xe4".decode("raw-unicode-escape"))
for bad in b"\\u12", b"\\U00110000", b"x\\U1":
    try:
        bad.decode("raw_unicode_escape")
    except UnicodeDecodeError as error:
        print(error)


class Text(str):
    def __bytes__(self):
        return b"own"


print(bytes(Text("a")), bytes(Text("a"), "utf-8"))
for wrong in (
    lambda: object().__reduce_ex__(None),
    lambda: object().__reduce_ex__(),
    lambda: float.__getformat__(1),
):
    try:
        wrong()
    except TypeError:
        print("TypeError")
