# features: BI20 BI09
# repr and the bases.
print(str(0), repr(-5), bin(10), bin(-10), oct(8), oct(-8), hex(255), hex(-255), bin(0), hex(2 ** 70))
print(format(255, "x"), format(255, "X"), format(255, "#X"), format(5, "08b"), format(-5, "+"), format(5, "+d"), format(5, " d"))
print(f"{1234567:,}", f"{1234567:_}", f"{0xFFFFF:_x}", f"{65:c}", f"{12:>6}|{12:<6}|{12:^6}|{12:=+6}|{12:06}|{-12:06}")
print(f"{3:.2f} {3:e} {50:.0%} {3:g} {10 ** 20:,} {10 ** 6:n}")
print("%d %i %u %x %X %o %5d|%-5d|%05d|%+d|% d %c" % (1, 2, 3, 255, 255, 8, 42, 42, 42, 42, 42, 65))
print("%#x %#o %.3d %s %r" % (255, 8, 5, 6, 7), "%d" % 3.99, "%d" % True, "%5.1f|%e|%g" % (2.25, 12345.678, 1e-7))
for spec in ("s", "q", ",b", ".2d", "0.5x"):
    try:
        print(format(5, spec))
    except ValueError as e:
        print(e)
