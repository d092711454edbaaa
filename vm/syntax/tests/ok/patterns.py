# Patterns of `match`.
match a:
    case 1 | -1 | 1.5 | 1 + 2j | -1 - 2j | 'a' 'b' | b'c': pass
    case None | True | False: pass
    case x: pass
match a, b:
    case _: pass
match *a, b:
    case a, b: pass
    case a, *_: pass
    case *a,: pass
    case [a, *b, c]: pass
    case (a, b): pass
    case (a): pass
    case (): pass
    case []: pass
    case (a,): pass
match (a):
    case a.b: pass
    case a.b.c if d: pass
    case a.b as c: pass
    case (1 | 2) as x if (y := x): pass
    case {}: pass
    case {1: a, 'b': [c, d], e.f: _, -1: None, None: 2, **rest}: pass
    case {**rest}: pass
    case {1: a,}: pass
    case A(): pass
    case A(b, c): pass
    case A(b, c=d, e=[f],): pass
    case a.A(b=_): pass
match -a:
    case 1, 2 if a: pass
match match:
    case case: pass
match {a: b}:
    case [{'x': A(y=(1 | 2 as z))}, *_]:
        pass
match a:
    case 1: pass

    # between
    case 2:
        match b:
            case 3: pass
    case _: x
match lambda: a:
    case b: c
