# Text: slices, searches, case, format specs, percent, encodings.
text = "The quick brown fóx jumps over the lazy dög"
print(text[::-2], text.upper(), text.find("fóx"), text.split("o"), text.partition(" over "))
print(text.replace("o", "00"), "-".join(text.split()), text.title().swapcase(), text.center(60, "*"))
print(f"{text!r:>50} {12345.678:,.2f} {-5:+08d} {1e100:g} {255:#010b} {True!s:^7}|")
print("%05.1f|%-8s|%x|%r|%%" % (3.14159, "ab", 255, "q'"), "{0}{k}{0!r}".format("z", k=[1]))
raw = text.encode("utf-8")
print(raw, raw.decode(), bytes(range(5)) + b"x" * 3, bytearray(b"abc") + b"d", raw.find(b"q"))
buffer = bytearray()
for i in range(20):
    buffer.append(i * 7 % 256)
buffer[3:6] = b"hello"
print(buffer, buffer.hex(), buffer[::3], "héllo".encode("latin-1"), ascii("é\U0001f600"))
try:
    b"\xff\xfe".decode()
except UnicodeDecodeError as error:
    print(error)
print("a,b;c".translate({44: "-", 59: None}), "x" in text, text.strip("Tg"), "tab\tx".expandtabs(4))
