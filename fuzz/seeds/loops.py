for i, *j in k:
    if i: break
    while j:
        continue
    else:
        pass
else:
    pass
