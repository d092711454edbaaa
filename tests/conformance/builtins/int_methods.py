# features: BI09
# Methods of int.
print((255).bit_length(), (0).bit_length(), (-255).bit_length(), (255).bit_count(), (-7).bit_count())
print((1000).to_bytes(2, "big"), (1000).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (5).to_bytes())
print(int.from_bytes(b"\x03\xe8", "big"), int.from_bytes(b"\xfe\xff", "little", signed=True), int.from_bytes([1, 2], "big"), int.from_bytes(b""))
print((7).as_integer_ratio(), (5).conjugate(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).__index__(), (5).__floor__())
for f in (lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(1, "mid"), lambda: (1).to_bytes(-1, "big")):
    try:
        f()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
big = 2 ** 70 + 3
print(big.to_bytes(9, "big"), int.from_bytes(big.to_bytes(10, "little"), "little") == big, (-big).to_bytes(10, "big", signed=True))
