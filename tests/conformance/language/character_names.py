# features: LG03
# boards: host
# Characters by their names.
print("\N{LATIN SMALL LETTER A}\N{greek capital letter delta}", ascii("\N{SNAKE}\N{EN SPACE}\N{LEFT CURLY BRACKET}"))
print(f"\N{DIGIT NINE}{1 + 1}\N{AMPERSAND}", "\N{CJK UNIFIED IDEOGRAPH-4E00}" == "\u4e00")
print(rb"\N{x}", r"\N{x}", b"\\N{x}")
for text in (r"'\N{NO SUCH NAME}'", r"'\N{'", r"'\N'", r"'\N{}'"):
    try:
        eval(text)
    except SyntaxError as e:
        print(e.msg)
