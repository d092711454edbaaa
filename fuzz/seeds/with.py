with a as b, c as (d, e), f:
    pass
with (g as h, i):
    pass
