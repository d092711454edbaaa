# features: SM21
# Patterns that take other engines ages, and texts that take them deep.
import re
import sys

# Where the time doubles with each character, a few have to do.
n = 10 if sys.implementation.name == 'cpython' else 300

for pattern, text in [
    ('(a*)*b', 'a' * n), ('(a+)+$', 'a' * n + 'b'), ('(x+x+)+y', 'x' * n), ('(a|aa)+$', 'a' * n + 'b'),
    ('(?:a|a)*(?:a|a)*b', 'a' * n), ('(.*)*(.*)*(.*)*x', 'a' * (n // 5)), ('(?:(?:a*)*)*b', 'a' * n),
    ('(?=(a+)+b)a', 'a' * (n // 5)), ('^(([a-z])+.)+[A-Z]([a-z])+$', 'a' * n), ('(a?b??)*c', 'ab' * (n // 2)),
    ('(?:a*?)*?b', 'a' * n), ('(?>(a*)*)b', 'a' * n),
]:
    print(pattern, re.search(pattern, text))
n = 10 if sys.implementation.name == 'cpython' else 40
print(re.match('(?:a?){%d}a{%d}$' % (n, n), 'a' * n).end() == n)
print(re.match('(?:a|b)*', 'ab' * 2000).end(), re.match('(?:ab|c)*', 'ab' * 2000).end())
print(re.match('(?:a{100}){20}', 'a' * 2000).end(), re.match('a{,65535}', 'a').end())
n = 50 if sys.implementation.name == 'cpython' else 2000
print(re.match('(?:' * n + 'a' + ')' * n, 'a').end(), re.match('(' * 50 + 'a' + ')' * 50, 'a').lastindex)
