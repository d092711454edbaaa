# features: BI16
# OSError picks its subclass by errno.
for n in (1, 2, 4, 11, 13, 17, 20, 21, 32, 104, 110, 111, 9999):
    e = OSError(n, "text")
    print(n, type(e).__name__, e.errno, e.strerror, e.filename, e)
e = OSError(2, "No such file", "name.txt")
print(e, e.filename, e.args, isinstance(e, FileNotFoundError), IOError is OSError, EnvironmentError is OSError)
print(OSError("only text"), OSError().errno, OSError(5).args)
