# features: RE15 LG10
# expect: error
# Notes follow the exception's own line.
e = ValueError("with notes")
e.add_note("first note")
e.add_note("second\nnote")
raise e
