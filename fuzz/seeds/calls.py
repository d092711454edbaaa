f(a, *b, c=1, **d)(x for x in y)[0].z(*e, **g, **h)
