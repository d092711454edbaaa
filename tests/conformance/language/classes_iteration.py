# features: LG17
# The iterator protocol by hand.
class Count:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
print(list(Count(3)), sum(Count(4)), tuple(Count(2)), [*Count(1)], dict(zip("ab", Count(2))))
it = Count(2)
for x in it:
    print(x, end=" ")
print(list(it))
class Bad:
    def __iter__(self):
        return 5
try:
    for x in Bad():
        pass
except TypeError as e:
    print(e)
print(list(iter(iter([1, 2]).__next__, 2)))
class NoNext:
    def __iter__(self):
        return self
try:
    list(NoNext())
except TypeError as e:
    print(e)
