"""Writes int_text.txt (to standard output): `|text| base value`, spaces escaped."""
import random

rng = random.Random(20260105)
cases = [(t, b) for t in ("", "0", "-0", "+7", "00", "012", "0_0", "0x", "0x_f", "0x__f", "0X1F", "0b101", "0o17", "0b2",
                          "_1", "1_", "1__0", "1_0", "--1", "- 1", "\t12\n", " 1 2 ", "\v5", "z", "Zz", "1.0", "0xg",
                          "0b1", "0_x1", "9" * 17, "9" * 18, "9" * 19, "9" * 40, "-" + "9" * 30, "0x-1", "+0b1_0",
                          "9223372036854775807", "-9223372036854775808", "9223372036854775808")
         for b in (0, 2, 8, 10, 16, 36)]
cases += [("1", 1), ("1", 37)]
cases += [("".join(rng.choices("01_279abfxo-+", k=rng.randrange(1, 8))), rng.choice([0, 2, 8, 10, 16, 13])) for _ in range(600)]
for text, base in cases:
    try:
        value = int(text, base)
    except ValueError as e:
        value = "base" if "base must" in str(e) else "invalid"
    shown = text.replace("\t", "\\t").replace("\n", "\\n").replace("\v", "\\v").replace(" ", "\\s")
    print(f"|{shown}|", base, value)
