# features: BI20
# The % operator.
print("%s %r %a" % ("é", "é", "é"), "%(a)s %(b)05d" % {"a": 1, "b": 2}, "%%" % (), "%5s|%-5s|%.2s" % ("a", "b", "cde"))
print("%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%c%c" % ("x", 121), "%x %X %#x %o" % (255, 255, 255, 8), "%s" % (1,), "%s" % [1, 2], "%s" % None)
for fmt, arg in (("%d", "a"), ("%d %d", (1,)), ("%s", (1, 2)), ("%q", 1), ("%", 1), ("%(a)s", 1), ("%(a)s", {}), ("%c", "ab"), ("%c", -1), ("%f", "x"), ("%x", 1.5)):
    try:
        print(fmt % arg)
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(type(e).__name__, e)
