a = [x for x in y if x for z in x]
b = {k: v for k, v in a}
c = {x for x in b}
d = (x := 1 for _ in a)
