"""Texts of objects, and what two collections do not share."""

__unittest = True

_LENGTH = 80
_KEPT = 12


def safe_repr(obj, short=False):
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    if short and len(text) >= _LENGTH:
        text = text[:_LENGTH] + " [truncated]..."
    return text


def strclass(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def _shorten(text, head, tail):
    skip = len(text) - head - tail
    if skip > _KEPT:
        return f"{text[:head]}[{skip} chars]{text[len(text) - tail:]}"
    return text


def _common_shorten_repr(*args):
    """The reprs, with what they begin with alike cut short."""
    texts = [safe_repr(arg) for arg in args]
    longest = max(map(len, texts))
    if longest <= _LENGTH:
        return tuple(texts)
    first, last = min(texts), max(texts)
    common = len(first)
    for i, c in enumerate(first):
        if c != last[i]:
            common = i
            break
    prefix = first[:common]
    room = _LENGTH - (longest - common + 5 + _KEPT)
    if room > 5:
        prefix = _shorten(prefix, 5, room)
        return tuple(prefix + text[common:] for text in texts)
    prefix = _shorten(prefix, 5, 5)
    return tuple(prefix + _shorten(text[common:], _LENGTH - 15 - 2 * _KEPT, 5) for text in texts)


def three_way_cmp(x, y):
    return (x > y) - (x < y)


def _count_diff(actual, expected):
    """(count in the first, in the second, item) where they differ; items need not be hashable."""
    result = []
    first, second = list(actual), list(expected)
    seen = []
    for item in first + second:
        if any(item == each for each in seen):
            continue
        seen.append(item)
        a = sum(item == each for each in first)
        b = sum(item == each for each in second)
        if a != b:
            result.append((a, b, item))
    return result
