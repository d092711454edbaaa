# features: BI20
# Format specifications of float.
x = 1234.5678
print(f"{x:f} {x:.2f} {x:.0f} {x:e} {x:.3E} {x:g} {x:.2g} {x:G} {x:%} {x:.1%} {x:,.2f} {x:_.1f} {x:n}")
print(f"{x:12.2f}|{x:<12.2f}|{x:^12.2f}|{x:+.1f}|{-x:012.1f}|{x: .1f}|{x:#.0f}|{x:010}|{x:*>12}")
print(f"{1e10:g} {1e-5:g} {123456789.0:g} {100000.0:g} {1e6:g} {0.0001:g} {0.5:.3g} {1.0:#g} {10.0:.1}")
print(f"{0.1:.20f} {1 / 3:.30f} {2.5:.0f} {3.5:.0f} {1e300:.3e} {5e-324:.3e}")
print(f"{float('inf'):f} {float('-inf'):5}| {float('nan'):F} {float('inf'):08.2f} {-0.0:.1f} {-0.0:+} {-0.001:z.1f}")
print("%f %.3f %e %g %5.1f|%-8.2f|%+.1f %08.3f %%" % (x, x, x, x, x, x, x, x))
print(str(x), format(x), format(x, ""), f"{1.0}", f"{1e16}", f"{10.0:}", f"{3.0:d}" if False else "")
