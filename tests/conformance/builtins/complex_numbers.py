# features: BI11
"""`complex`: literals, parsing, arithmetic, text."""
values = [0j, 1 + 2j, -1.5 - 0.5j, complex("3e2-4.5j"), complex(2), complex(1, -0.0), complex("  (1+2j) "), 1e300j]
for z in values:
    print(repr(z), str(z), z.real, z.imag, z.conjugate(), bool(z), abs(z), hash(z) == hash(complex(z.real, z.imag)), -z, +z)
a, b = 3 - 4j, -2 + 0.5j
print(a + b, a - b, a * b, a / b, a**2, a**-1, a ** 0.5 == pow(a, 0.5), 2 + a, 2.5 * a, a / 2, 1 / a, a == 3 - 4j, a != b)
print(f"{a:.2f} {a:10} {a:<12.1f}| {a:+g} {1e20 + 1j:e}")
print(complex(float("inf"), float("nan")), complex("inf+nanj"), complex(-0.0, -0.0), abs(5 + 12j))
print(a.__complex__(), complex(True), complex(a, b), isinstance(a, complex), complex(real=1, imag=2))


class Like:
    def __complex__(self):
        return 7 + 8j


print(complex(Like()))
for wrong in ("complex('1+')", "complex('')", "complex([])", "complex('1', 2)", "1j < 2j", "1j // 2", "1j % 2", "divmod(1j, 1)",
              "int(1j)", "float(1j)", "0j ** -1", "1j / 0", "abs(complex(1e308, 1e308))", "(1e300j) ** 2", "f'{1j:d}'", "f'{1j:010}'"):
    try:
        print(eval(wrong))
    except (TypeError, ValueError, ArithmeticError) as error:
        print(wrong, type(error).__name__, error)
