x = 1
y: int = x
x += y; del y
assert x, 'no'
pass
