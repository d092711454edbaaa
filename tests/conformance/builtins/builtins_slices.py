# features: BI13
# slice objects and what __getitem__ is given.
class G:
    def __getitem__(self, k):
        return k
g = G()
print(g[1], g[1:2], g[::], g[1:2:3], g[1, 2], g[1:2, ...], g["a":"b"], g[()], g[-1])
s = slice(5)
print(s.start, s.stop, s.step, repr(s), s == slice(None, 5, None), slice(1, 2) < slice(1, 3), slice(0, 10, 3).indices(8), slice(None, None, -1).indices(5), slice(-3, None).indices(10))
try:
    slice()
except TypeError as e:
    print(e)
try:
    slice(1, 2, 0).indices(5)
except ValueError as e:
    print(e)
