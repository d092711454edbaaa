if a:
    b
c
