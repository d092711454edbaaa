# features: LG04
# Expressions, conversions, nested formats, braces.
x, name = 3.14159, "bob"
print(f"{x:.2f} {name!r} {name:>6}| {x!s:.4} {{literal}} {1 + 1}")
w, p = 10, 3
print(f"{x:{w}.{p}}|{name:{'^'}{w}}|{x:{w + 1}}")
print(f"{'a' if x > 3 else 'b'} {[i for i in range(3)]} {(lambda v: v * 2)(4)} {d['k'] if (d := {'k': 1}) else 0}")
print(f"{x=} {name = } {name=!s} {x=:.1f}")
print(f"" f"{1}" "plain{}" f"{2}")
print(f"""multi
{name}""")
print(rf"\n{name}\t", f"\x41{1}\u00e9")
print(f"{1_000:,} {255:#x} {5:03d} {True} {None}")
try:
    f"{undefined_name}"
except NameError as e:
    print(e)
try:
    f"{name:d}"
except ValueError as e:
    print(e)
