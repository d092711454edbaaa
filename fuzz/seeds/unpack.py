a, (b, *c), [d] = e = f
*a, = b
x = [*a, *b]; y = {**c, 'd': 1}; z = {*a}
