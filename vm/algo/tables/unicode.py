"""Writes src/unicode/tables.rs and tests/vectors/unicode.txt.

Needs CPython 3.11 or later and `unicodedata2` 15.1.0, the version of the standard that
Python 3.13 follows. Case mappings are those of the running CPython: no character that
Unicode 15.0 and 15.1 added has one.
"""
import os, sys, unicodedata
import unicodedata2 as ucd

assert ucd.unidata_version == "15.1.0"
here = os.path.dirname(os.path.abspath(__file__))
NAMES = "ALPHA DECIMAL DIGIT NUMERIC LOWER UPPER TITLE SPACE PRINTABLE XID_START XID_CONTINUE CASED IGNORABLE".split()
BIT = {name: 1 << i for i, name in enumerate(NAMES)}
# Characters newer than the running CPython whose properties their category does not tell.
NEW_OTHER_LOWERCASE = range(0x1E030, 0x1E06E)
NEW_OTHER_ID_CONTINUE = {0x200C, 0x200D, 0x30FB, 0xFF65}


def flags(cp):
    c = chr(cp)
    cat = ucd.category(c)
    new = unicodedata.category(c) == "Cn" != cat
    f = set()
    if cat[0] == "L":
        f.add("ALPHA")
    if ucd.decimal(c, None) is not None:
        f.add("DECIMAL")
    if ucd.digit(c, None) is not None:
        f.add("DIGIT")
    if ucd.numeric(c, None) is not None:
        f.add("NUMERIC")
    if cat == "Lt":
        f.add("TITLE")
    if c.isspace():
        f.add("SPACE")
    if c == " " or not (cat[0] == "C" or cat[0] == "Z"):
        f.add("PRINTABLE")
    if new:
        if cat == "Ll" or cp in NEW_OTHER_LOWERCASE:
            f.add("LOWER")
        if cat == "Lu":
            f.add("UPPER")
        if cat[0] == "L" or cat == "Nl":
            f |= {"XID_START", "XID_CONTINUE"}
        if cat in ("Mn", "Mc", "Nd", "Pc"):
            f.add("XID_CONTINUE")
        if cat in ("Mn", "Me", "Cf", "Lm", "Sk"):
            f.add("IGNORABLE")
        if f & {"LOWER", "UPPER", "TITLE"}:
            f.add("CASED")
    elif not 0xD800 <= cp < 0xE000:
        if c.islower():
            f.add("LOWER")
        if c.isupper() and cat != "Lt":
            f.add("UPPER")
        if c.isidentifier() and c != "_":
            f.add("XID_START")
        if ("a" + c).isidentifier():
            f.add("XID_CONTINUE")
        # The rule of the final sigma looks past ignorable characters for cased ones.
        after_letter = ("a" + c + "Σ").lower().endswith("ς")
        after_stop = ("." + c + "Σ").lower().endswith("ς")
        if after_letter and not after_stop:
            f.add("IGNORABLE")
        if after_stop:
            f.add("CASED")
    if cp in NEW_OTHER_ID_CONTINUE:
        f.add("XID_CONTINUE")
    return sum(BIT[name] for name in f)


all_flags = [flags(cp) for cp in range(0x110000)]
runs = []
for cp, f in enumerate(all_flags):
    if runs and runs[-1][1] == f:
        runs[-1][2] += 1
    else:
        runs.append([cp, f, 1])
for start, f, length in runs:
    if f & BIT["DECIMAL"]:
        assert all(ucd.decimal(chr(start + i)) == i % 10 for i in range(length))
classes = sorted({f for _, f, _ in runs}, key=lambda f: -sum(1 for r in runs if r[1] == f))
assert len(classes) <= 64, len(classes)
coded, starts = [], []
for start, f, length in runs:
    while length:
        part = min(length, 1020)  # a multiple of ten, so that decimal values survive the cut
        if len(coded) % 32 == 0:
            starts.append(start)
        coded.append(classes.index(f) << 10 | part)
        start, length = start + part, length - part


def maps(f):
    return {cp: f(chr(cp)) for cp in range(0x110000) if not 0xD800 <= cp < 0xE000 and f(chr(cp)) != chr(cp)}


lower, upper = maps(str.lower), maps(str.upper)
title = {cp: t for cp in range(0x110000) if not 0xD800 <= cp < 0xE000 and (t := chr(cp).title()) != upper.get(cp, chr(cp))}
fold = {cp: t for cp in range(0x110000) if not 0xD800 <= cp < 0xE000 and (t := chr(cp).casefold()) != lower.get(cp, chr(cp))}


def case_runs(mapping):
    out = []
    for cp, to in sorted(mapping.items()):
        if len(to) != 1:
            continue
        delta = ord(to) - cp
        if out:
            start, stride, length, d = out[-1]
            last = start + stride * (length - 1)
            if d == delta and length < 1000 and (cp - last == stride or length == 1 and cp - last <= 2):
                out[-1] = [start, cp - last, length + 1, d]
                continue
        out.append([cp, 1, 1, delta])
    return [(start | (stride - 1) << 21 | length << 22, delta) for start, stride, length, delta in out]


def specials(mapping):
    out = []
    for cp, to in sorted(mapping.items()):
        if len(to) > 1:
            codes = [ord(c) for c in to] + [0] * (3 - len(to))
            assert len(codes) == 3 and max(codes + [cp]) < 0x10000
            out.append([cp, *codes])
    return out


def table(doc, name, type_, items, width):
    print(f"\n/// {doc}\npub(super) static {name}: [{type_}; {len(items)}] = [", file=out)
    for i in range(0, len(items), width):
        print("    " + ", ".join(items[i : i + width]) + ",", file=out)
    print("];", file=out)


with open(os.path.join(here, "../src/unicode/tables.rs"), "w") as out:
    print("//! Properties of characters, Unicode 15.1. Generated by `tables/unicode.py`.\n", file=out)
    for name in NAMES:
        print(f"pub(super) const {name}: u16 = {BIT[name]:#06x};", file=out)
    table("The combinations of properties that occur.", "CLASSES", "u16", [f"{f:#06x}" for f in classes], 12)
    table("Runs of one class: its number in the high 6 bits, the length in the low 10.", "RUNS", "u16", [f"{c:#06x}" for c in coded], 12)
    table("The code point at which every 32nd run starts.", "STARTS", "u32", [f"{s:#x}" for s in starts], 10)
    for name, mapping, doc in (("LOWER_RUNS", lower, "Lower case"), ("UPPER_RUNS", upper, "Upper case"),
                               ("TITLE_RUNS", title, "Title case where it is not upper case"),
                               ("FOLD_RUNS", fold, "Folded case where it is not lower case")):
        table(doc + ": start, stride - 1 (bit 21), length (from bit 22); what is added.", name, "(u32, i32)",
              [f"({a:#x}, {d})" for a, d in case_runs(mapping)], 5)
    for name, mapping, doc in (("LOWER_LONG", lower, "Lower case"), ("UPPER_LONG", upper, "Upper case"),
                               ("TITLE_LONG", title, "Title case where it is not upper case"),
                               ("FOLD_LONG", fold, "Folded case where it is not lower case")):
        table(doc + " of several characters.", name, "[u16; 4]",
              ["[" + ", ".join(f"{c:#x}" for c in row) + "]" for row in specials(mapping)], 3)
    size = 2 * len(coded) + 4 * len(starts) + 2 * len(classes)
    for m in lower, upper, title, fold:
        size += 8 * len(case_runs(m)) + 8 * len(specials(m))
    print(f"{size} bytes", len(coded), "runs", len(classes), "classes", file=sys.stderr)

MASK = 2**64 - 1
with open(os.path.join(here, "../tests/vectors/unicode.txt"), "w") as out:
    for name in NAMES:
        members = [cp for cp, f in enumerate(all_flags) if f & BIT[name]]
        print(name, len(members), sum(cp * cp for cp in members) & MASK, file=out)
    for name, f in ("lower", str.lower), ("upper", str.upper), ("title", str.title), ("fold", str.casefold):
        h = 0
        for cp in range(0x110000):
            if not 0xD800 <= cp < 0xE000:
                for c in f(chr(cp)):
                    h = (h * 1000003 + ord(c)) & MASK
        print(name, 0, h, file=out)
