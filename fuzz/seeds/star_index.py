def f(*args: *Ts): pass
a[*b]
for x in *a, b: pass
