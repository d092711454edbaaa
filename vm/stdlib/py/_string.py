"""What string.Formatter takes format strings apart with."""


def _number(text):
    return int(text) if text.isdecimal() else text


def formatter_field_name_split(field_name, /):
    """Split "0.name[1]" into 0 and an iterator of (True, 'name'), (False, 1)."""
    if not isinstance(field_name, str):
        raise TypeError(f'expected str, got {type(field_name).__name__}')
    ends = [at for at in (field_name.find('.'), field_name.find('[')) if at >= 0]
    end = min(ends, default=len(field_name))
    return _number(field_name[:end]), _rest(field_name, end)


def _rest(name, at):
    while at < len(name):
        if name[at] == '.':
            ends = [end for end in (name.find('.', at + 1), name.find('[', at + 1)) if end >= 0]
            end = min(ends, default=len(name))
            key = name[at + 1:end]
            part = True, key
            at = end
        elif name[at] == '[':
            end = name.find(']', at)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key = name[at + 1:end]
            part = False, _number(key)
            at = end + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not key:
            raise ValueError('Empty attribute in format string')
        yield part


def formatter_parser(format_string, /):
    """An iterator of (literal text, field name, format spec, conversion)."""
    if not isinstance(format_string, str):
        raise TypeError(f'expected str, got {type(format_string).__name__}')
    return _parse(format_string)


def _parse(text):
    at, size = 0, len(text)
    while at < size:
        start = at
        while at < size and text[at] not in '{}':
            at += 1
        literal = text[start:at]
        if at == size:
            yield literal, None, None, None
            return
        brace = text[at]
        at += 1
        if text[at:at + 1] == brace:
            at += 1
            yield literal + brace, None, None, None
            continue
        if brace == '}' or at == size:
            raise ValueError(f"Single '{brace}' encountered in format string")
        at, name, spec, conversion = _field(text, at)
        yield literal, name, spec, conversion


def _field(text, at):
    # The index behind a field, its name, format spec and conversion.
    start, size, inside = at, len(text), False
    while at < size and (inside or text[at] not in '}:!'):
        if text[at] == '{':
            raise ValueError("unexpected '{' in field name")
        # Braces, colons and exclamation marks in brackets belong to the name.
        inside = text[at] == '[' or inside and text[at] != ']'
        at += 1
    if at == size:
        raise ValueError("expected '}' before end of string")
    name, conversion = text[start:at], None
    end, at = text[at], at + 1
    if end == '!':
        conversion, end, at = text[at:at + 1], text[at + 1:at + 2], at + 2
        if not conversion or conversion == '}':
            raise ValueError("end of string while looking for conversion specifier" if not conversion
                             else "unmatched '{' in format spec")
        if not end:
            raise ValueError("unmatched '{' in format spec")
        if end not in ':}':
            raise ValueError("expected ':' after conversion specifier")
    start, depth = at, 1
    if end == '}':
        return at, name, '', conversion
    while at < size:
        depth += {'{': 1, '}': -1}.get(text[at], 0)
        at += 1
        if not depth:
            return at, name, text[start:at - 1], conversion
    raise ValueError("unmatched '{' in format spec")
