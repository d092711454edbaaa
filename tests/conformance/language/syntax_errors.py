# features: LG01
# Kinds of SyntaxError, by their class and text.
bad = [
    "x = = 1", "if True print(1)", "def f(:\n pass", "for in x: pass", "return 1", "break", "continue", "yield 1",
    "x = (1, 2", "x = 'abc", "1 = x", "f() = 1", "x + 1 = 2", "del f()", "def f(a, a): pass", "def f(a=1, b): pass",
    "f(a=1, 2)", "f(**k, *a)", "nonlocal x", "def f():\n    nonlocal zz", "def f(x):\n    global x", "import", "from x import",
    "if 1:\nprint(1)", "  x = 1", "x = 1\n  y = 2", "class C:\npass", "lambda x: yield", "a, *b, *c = x", "*a = 1",
    "try:\n    pass", "except:\n    pass", "None = 1", "True += 1", "x = 5 5", "print 1", "f(x for x in y, 1)", "(a, b) += 1",
    "x := 1", "{1: 2, 3}", "[1, 2", "else: pass", "with open(x) as 1: pass", "assert", "raise from x", "@", "async x",
]
for code in bad:
    try:
        compile(code, "<test>", "exec")
        print("accepted", repr(code))
    except SyntaxError as e:
        print(type(e).__name__, "|", e.msg, "|", e.lineno)
