# Operators, displays, calls, comprehensions, literals.
a or b and not c == d | e ^ f & g << h + i * -j ** ~k ** +l
x = a if b else c if d else lambda: e
a < b <= c == d != e > f >= g in h not in i is j is not k
a - b - c; a ** b ** c; a // b % c @ d / e; (a + b) * c; not not a; - - a
(), (a,), (a), (a, b), [], [a], [a, *b], {a}, {a, *b}, {}, {a: b, **c, d: e}
a.b.c(d)(e)[f].g[h:i:j, ::, k:, :l, *m, n:=o][...]
f(); f(a); f(a, b, *c, *d, e=f, **g, **h); f(x for x in y); f(a, *b, c=d, *e); f(a := b, c)
[x for x in y if z if w for v in x]; {x for x, in y}; {x: y for x, y in z}; (x async for x in y)
[x for x, *y in z]; [lambda: x for x in (a, b)]; [x if y else z for w in v]
lambda: a; lambda a, /, b=1, *c, d, e=2, **f: (a, b); lambda *, a: a; lambda **k: k; lambda a, b=1, /: 0
await_ = yield_ = 1
0, 00, 0_0, 1_000, 0xff_FF, 0o17, 0b1_0, 9223372036854775807, 9223372036854775808, 0xffff_ffff_ffff_ffff_f
1., .5, 1.5e3, 1e-10, 1_0.0_1e+1_0, 1j, 1.5J, 0e0, 1e400, 5e-324, 0777.5, 09j, 1if 1else 2
'a' "b" '''c
d''' r'\n', b'\x00\377\n' rb'\x', u'u' 'w' if 0 else 'x'
'\a\b\f\n\r\t\v\\\'\"\0\12\123\x41\u00e9\U0001F600\ud800 \
continued'
b'a' rb"b" BR'c'
'é', 'née', "\u0000", '', b''
None, True, False, ..., __debug__
(yield), (yield a), (yield a, b), (yield from a)
(a := 1), [b := 2, c := 3], {d := 4}, a[b := 5]
print((a
    + b), # a comment
    c)
x = a + \
    b
*a, b = c; a, *b = *c, d; [a, [*b]] = c; (a), b.c, d[e] = f; a = *b,
