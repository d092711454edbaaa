#!/usr/bin/env python3
"""Writes what CPython answers into lists of calls on str, bytes and bytearray.

A line: what (method, operator or `[]`), tab, the arguments as a tuple, tab, the result's
repr or `!Exception: text`.
"""
import operator
import sys

OPERATORS = {"+": operator.add, "*": operator.mul, "%": operator.mod, "[]": operator.getitem,
             "in": lambda a, b: b in a, "<": operator.lt, "==": operator.eq, ">=": operator.ge,
             "repr": repr, "str": str, "len": len, "hash==": lambda a, b: hash(a) == hash(b),
             "str()": str, "bytes()": bytes, "bytearray()": bytearray, "ascii": ascii,
             "format()": format, "list": list}


def call(what, args):
    if what in OPERATORS:
        return OPERATORS[what](*args)
    receiver, *rest = args
    keywords = rest.pop() if rest and isinstance(rest[-1], dict) and rest[-1].pop("**", 0) else {}
    return getattr(receiver, what)(*rest, **keywords)


def line(what, args_text):
    args = eval(args_text)
    try:
        result = repr(call(what, args))
    except Exception as error:
        result = f"!{type(error).__name__}: {error}"
    return f"{what}\t{args_text}\t{result}".replace("\n", "\\n")


# Rewrites the answers of the files named.
for name in sys.argv[1:]:
    with open(name) as file:
        cases = [case.rstrip("\n").split("\t")[:2] for case in file if not case.startswith("#")]
    with open(name, "w") as file:
        print("# Answers written by text.py with Python", sys.version.split()[0], file=file)
        for what, args_text in cases:
            print(line(what, args_text), file=file)
