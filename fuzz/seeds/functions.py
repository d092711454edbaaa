def f(a, b=1, /, c: int = 2, *d, e, f=3, **g) -> None:
    '''doc'''
    return a, b
@f(1)
@f.x
def h(): return
