def match(x):
    match x:
        case 0 | 1:
            return "number"
        case [first, *rest] if rest:
            return first
        case {"key": value, **others}:
            return value, others
        case Point(0, y=Name.attr) | Point(y=2):
            return None
        case str() as s:
            return s
        case True | None | -3.5 + 2j:
            pass
        case _:
            raise ValueError
