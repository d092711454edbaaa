from . import VALUE

__all__ = ["doubled", "Thing"]


def doubled(n):
    return [n, *VALUE] * 2


class Thing:
    parts = {n: str(n) for n in range(3)}
