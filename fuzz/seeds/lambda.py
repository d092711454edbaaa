f = lambda a, /, b=1, *c, d, **e: lambda: (a, b, c, d, e)
