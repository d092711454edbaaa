# features: BI03 LG26
# Case, and what kind of characters there are.
for s in ("hello World", "ÀÉß straße", "ǆ ŉ", "123", "", "A1b2", "they're bill's"):
    print([s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()])
for s in ("abc", "ABC", "Abc", "abc1", "123", "½", "²", "", " ", "a b", "\t\n", "é", "_x", "1a", "Title Case", "\x00", "٣"):
    print(repr(s), s.isalpha(), s.isdigit(), s.isalnum(), s.isspace(), s.islower(), s.isupper(), s.istitle(), s.isidentifier(),
          s.isdecimal(), s.isnumeric(), s.isascii(), s.isprintable())
