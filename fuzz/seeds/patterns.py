match x:
    case 1 | -2j | 'a' | None: pass
    case [a, *_, (b, c)] if a: pass
    case {'k': d, **e}: pass
    case P(f, q=g) as h: pass
    case m.n: pass
    case _: pass
