a = b or c and not d
e = a < b <= c != d is not None not in e
f = -a ** ~b // c % d @ e << 1 >> 2 & 3 ^ 4 | 5
