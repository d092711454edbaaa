# features: BI01
# bin oct hex chr ord ascii repr str bool bytes format callable.
print(bin(5), oct(64), hex(255), chr(97), ord("a"), ascii("é"), repr("é"), format(3.14159, ".2f"), format("a", ">3"), format(5), format([1]), bytes(2), bool([]))
for f in (lambda: bin(1.5), lambda: hex("a"), lambda: chr("a"), lambda: chr(1.5), lambda: ord(b"ab"), lambda: format(5, 5), lambda: format([], "d"), lambda: format(None, "x"), lambda: oct(None), lambda: ord("ab")):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
class I:
    def __index__(self):
        return 10
print(bin(I()), hex(I()), [0] * I(), range(I()), "x" * I() == "x" * 10, list(range(20))[I()], (1).__lshift__(I()), ord(b"a"))
