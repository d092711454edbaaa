# features: LG04
# f-strings: nesting, specs, conversions, debugging form.
x, w, name = 3.14159, 10, "né"
print(f"{x:{w}.{w//5}f}|{name!r:>{w}}|{name!a}|{name!s:^7}|{{}}|{x=}|{x = :.2f}|{1+1=}|{name=!s}")
print(f"{'a' if x else 'b'}{ {'k': 1}['k'] }{[i for i in range(3)]}{(lambda v: v * 2)(4)}")
print(f"{x!r:.3}", f"{None}", f"{True:d}", f"{'%d' % 3}", f"{1_000:,}")
print(f"a" "b" f"{w}" 'c', rf"\n{w}", fr"{w}\{w}", f"\x41{w}\u2022")
class F:
    def __format__(self, s): return f"<{s}>"
    def __repr__(self): return "F()"
    def __str__(self): return "str"
print(f"{F()}", f"{F():x{w}y}", f"{F()!r}", f"{F()!s:>5}", f"{F()=}", format(F(), "z"))
for s in ("f'{1:z}'", "f'{\"a\":d}'", "f'{[]:x}'", "f'{1.5:d}'", "f'{1:.2}'", "f'{1!x}'", "f'{'", "f'}'", "f'{}'", "f'{1:{2}}'", "f'{-7:=+06}'", "f'{1e10:g} {1e-7:G} {12.5:%} {0.1:.20f} {1234567.891:,.2f}'", "f'{255:#b} {255:#o} {255:#X} {255:08b} {-255:_x}'", "f'{\"abc\":.2}{\"abc\":*^9}{\"x\":<3}|'", "f'{3+4j:.1f}'", "f'{1:n}'", "f'{nan:f} {-inf:e} {inf:+}'", "f'{0.0:e} {-0.0:g} {1e100:.3g} {123456789.0:g} {100000.0:g} {1e16:}'", "f'{5:c}{128512:c}'", "f'{1114112:c}'", "f'{10**30:e}'", "f'{True!r:>6}'", "f'{2.5:.0f} {3.5:.0f} {0.5:.0f}'"):
    try: print(s, eval(s, {"nan": float("nan"), "inf": float("inf")}))
    except Exception as e: print(s, type(e).__name__, e.args[0] if not isinstance(e, SyntaxError) else "")
