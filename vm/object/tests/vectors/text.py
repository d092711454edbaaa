#!/usr/bin/env python3
"""Writes text.txt: calls on str, bytes and bytearray with what CPython answers.

A line: what (method, operator or `[]`), tab, the arguments as a tuple, tab, the result's
repr or `!Exception: text`.
"""
import ast
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


with open(sys.argv[1]) as cases:
    print("# Made by text.py from text.cases with Python", sys.version.split()[0])
    for case in cases:
        case = case.rstrip("\n")
        if case and not case.startswith("#"):
            what, args = case.split(" ", 1)
            print(line(what, args))
