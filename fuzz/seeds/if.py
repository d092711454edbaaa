if a:
    b
elif c:
    d
else:
    e if f else g
