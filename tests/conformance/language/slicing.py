# features: BI05 BI13
# All shapes of slices on lists, strings and tuples.
l = list(range(10))
print(l[2:5], l[:3], l[7:], l[:], l[::2], l[::-1], l[8:2:-2], l[-3:], l[:-7], l[5:2], l[100:], l[-100:2])
print("hello"[1:4], "hello"[::-1], (1, 2, 3)[1:], "abc"[5:], b"xyz"[1:])
l[2:4] = ["a", "b", "c"]
print(l)
l[::3] = [0, 0, 0, 0]
print(l)
del l[::2]
print(l)
l[1:1] = [9, 9]
l[len(l):] = "z"
print(l)
for action in ("l[::2] = [1]", "l[::0]", "l['a']", "l[1.5]", "l[1:2] = 5", "l['a':]"):
    try:
        exec(action)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None), slice(3) == slice(None, 3), l[slice(0, 2)])
