# features: LG03
# Escapes, raw, bytes, joining, long strings.
print('a\tb\\c\'d"e', "\x41\101\u0042\U00000043\0".encode(), len("\
joined"))
print(r"\n\x", len(r"\""), b"\x00\xff\n", rb"\d", b'a' b'b')
print("""one
two\
 three""", '''it's''')
print("é".encode(), "\u20ac", ascii("\u20ac é"))
print("a" 'b' """c""" r"\d", ("x"
      "y"))
print(repr("'"), repr('"'), repr("'\""), repr("\n\r\t\\\x00\x7f"), repr("\xa0\xad\u2028"), repr("é\U0001f600"))
