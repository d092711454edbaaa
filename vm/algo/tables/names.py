"""Writes the names of characters that `\\N{...}` knows on Linux: `names.py FILE`.

The file: the number of words (two bytes, little-endian), the words, each behind its length; then the characters
in order, each as the distance from the one before less 1, the number of its name's words, and their indices.
Distances and indices are in groups of seven bits, the lowest first, a set top bit in all but the last.
Words are in the order of their frequency. Names that are computed from the code point are left out, and so are
the historic scripts.
"""

import collections
import sys
import unicodedata

COMPUTED = ("CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE ", "CJK COMPATIBILITY IDEOGRAPH-")
RANGES = (range(0x3100), range(0xFE00, 0x10000), range(0x1F000, 0x1FB00))


def groups(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return out


def main():
    names = {}
    for code in (code for part in RANGES for code in part):
        name = unicodedata.name(chr(code), "")
        if name and not name.startswith(COMPUTED):
            names[code] = name.split(" ")
    counted = collections.Counter(word for name in names.values() for word in name)
    words = [word for word, _ in counted.most_common()]
    index = {word: number for number, word in enumerate(words)}
    out = bytearray(len(words).to_bytes(2, "little"))
    for word in words:
        out.append(len(word))
        out += word.encode()
    before = -1
    for code, name in names.items():
        out += groups(code - before - 1)
        out.append(len(name))
        for word in name:
            out += groups(index[word])
        before = code
    with open(sys.argv[1], "wb") as file:
        file.write(out)


main()
