"""Writes utf8.txt (to standard output): bytes in hexadecimal, then `ok count` or `start end reason`."""
import random

rng = random.Random(20260103)
edges = bytes([0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
               0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF])
cases = [bytes([a, b]) for a in edges for b in edges]
cases += [bytes(rng.choices(edges, k=rng.randrange(1, 7))) for _ in range(800)]
cases += ["aß日\U0001f600".encode()[: n] for n in range(1, 11)]
for case in cases:
    try:
        print(case.hex(), "ok", len(case.decode()), "-")
    except UnicodeDecodeError as e:
        print(case.hex(), e.start, e.end, e.reason)
