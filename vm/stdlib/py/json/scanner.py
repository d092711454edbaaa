"""The scanner of a decoder."""

from _json_core import scan

__all__ = ["make_scanner"]


def make_scanner(context):
    """Return a function of a text and an index: the value there, and the index behind it."""
    strict = context.strict
    object_hook = context.object_hook
    pairs_hook = context.object_pairs_hook
    parse_float = None if context.parse_float is float else context.parse_float
    parse_int = None if context.parse_int is int else context.parse_int
    parse_constant = context.parse_constant

    def scan_once(string, idx):
        return scan(string, idx, strict, object_hook, pairs_hook, parse_float, parse_int, parse_constant)

    return scan_once
