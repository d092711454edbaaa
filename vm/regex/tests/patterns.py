"""Prints patterns put together at random, texts, and what Python's re says of them.

Lines of fields between tabs: pattern and text as code points in hexadecimal, flags, and either "error" with the
position, or for each match its spans (-1 for none) and the group closed last.
"""

import random
import re
import sys
import warnings

warnings.simplefilter("ignore")
rng = random.Random(int(sys.argv[1]))
SETS = ["[ab]", "[^a]", "[a-c]", "[^b-c]", r"[\w]", r"[\s\d]", r"[^\W]"]
CLASSES = [r"\w", r"\W", r"\d", r"\s", r"\b", r"\B", "^", "$", r"\A", r"\Z", "."]
BEHIND = ["a", "ab", "[ab]b", "b|c", "(a)", "(?:a|b)c"]
ODD = [r"\1", r"\2", "(?(1)a|b)", "(?i:aB)", "(?i:b|C)", "é", "(?i:É)", "ß"]
GROUPS = ["(%s)", "(%s)", "(%s)", "(?:%s)", "(?=%s)", "(?!%s)", "(?>%s)", "(?P<n>%s)"]


def atom(depth):
    kind = rng.randrange(20)
    if kind < 9 or depth == 0:
        return rng.choice("abcAB")
    if kind == 9:
        return rng.choice(SETS)
    if kind == 10:
        return rng.choice(CLASSES)
    if kind == 11:
        return rng.choice(["(?<=%s)", "(?<!%s)"]) % rng.choice(BEHIND)
    if kind == 12:
        return rng.choice(ODD)
    return rng.choice(GROUPS) % branches(depth - 1)


def piece(depth):
    text = atom(depth)
    if rng.randrange(9) < 4:
        return text
    return text + rng.choice(["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "{,2}"]) + rng.choice(["", "", "?"])


def branches(depth):
    count = rng.choice([1, 1, 1, 2, 2, 3])
    return "|".join("".join(piece(depth) for _ in range(rng.randrange(depth < 3, 4))) for _ in range(count))


def points(text):
    return " ".join(format(ord(character), "x") for character in text)


for _ in range(int(sys.argv[2])):
    pattern = branches(3)
    flags = rng.choice([0, 0, 0, re.I, re.M, re.S, re.I | re.S])
    text = "".join(rng.choice("abcabcAB \n1é") for _ in range(rng.randrange(9)))
    try:
        found = [
            " ".join(f"{start},{end}" for start, end in match.regs) + f" {match.lastindex or 0}"
            for match in re.finditer(pattern, text, flags)
        ]
    except re.error as error:
        found = ["error", str(-1 if error.pos is None else error.pos)]
    print(points(pattern), int(flags), points(text), *found, sep="\t")
