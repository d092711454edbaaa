# features: BI20
# str.format: fields, indices, attributes, nesting.
print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{x} {y}".format(x=1, y=2), "{0[1]} {1[k]} {2.real}".format([1, 2], {"k": 3}, 5))
print("{:>5}|{:<5}|{:^5}|{:*^7}".format("a", "b", "c", "d"), "{:{}}".format("x", 4) + "|", "{:{w}.{p}f}".format(3.14159, w=8, p=2))
print("{{}} {!r} {!s} {!a}".format("é", "é", "é"), "{:d} {:x} {:b} {:o} {:c} {:e}".format(5, 255, 5, 8, 65, 1.5))
print("{:s} {:.2} {:5.1}|".format("abc", "abc", "xyz"), "{0} {0}".format("twice"), "{a[0]}{a[1]}".format(a="xy"))
for fmt, args in (("{}", ()), ("{1}", (0,)), ("{a}", ()), ("{0} {}", (1, 2)), ("{", ()), ("}", ()), ("{:d}", ("s",)), ("{!x}", (1,)), ("{0.nope}", (1,)), ("{0[9]}", ([],))):
    try:
        print(fmt.format(*args))
    except (IndexError, KeyError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
class M(dict):
    def __missing__(self, k):
        return "<" + k + ">"
print("{a} {b}".format_map(M(a=1)))
