# features: SM21
# What is wrong with a pattern, and where.
import re

PATTERNS = [
    '(', ')', 'a)', '(a', '*', 'a**', 'a*?*', 'a{2}{3}', '(?:^)*', '^*', '|*', '[a', '[]', '[^]', '[a-', '[z-a]',
    r'[\d-z]', r'[a-\d]', r'[\x62-\x61]', '(?P<x', '(?P<x>', '(?P<>a)', '(?P<1>a)', '(?P<a b>c)', '(?P=x)', '(?P=',
    '(?Px', '(?P', '(?P<a>b)(?P<a>c)', '(?<=a+)b', '(?<!a|bc)d', '(?<', '(?<x', '(?', '(?z)', '(?i', '(?iz)', '(?i-',
    '(?i-z:a)', '(?-i)', '(?i-i:a)', '(?au:a)', '(?-u:a)', '(?L:a)', 'a(?i)b', '(?#', '(?(1)a', '(?(1)a)', '(?(0)a)', '(?(x)a)',
    '(?(', '(?()a)', '(?(1)a|b|c)(x)', '\\', 'a\\', r'\q', r'[\q]', r'\x1', r'\xg', r'\u12', r'\U0000001',
    r'\U00110000', r'\1', r'(a)\2', r'(\1)', r'\400', r'[\400]', r'[\8]', r'\N', r'\N{', r'(?P<a>x)(?P=a', 'a{3,2}',
    r'(?<=(a)\1)b', r'(?<=(a)(?(1)b))c', 'a\nb\n*?*', 'é(', '(?P<é>a)(?P<é>b)', '(?P<x>(?P=x))', '(?>', '((((', '(?=', '(?!*)',
]
for pattern in PATTERNS:
    try:
        re.compile(pattern)
        print(repr(pattern), 'compiles')
    except re.error as error:
        print(repr(pattern), error, '|', error.msg, error.pos, error.lineno, error.colno, error.pattern == pattern)
for pattern, flags in (b'\xe9(', 0), (b'(?u)a', 0), (b'(?u:a)', 0), (b'\\\xe9(', 0):
    try:
        re.compile(pattern, flags)
    except re.error as error:
        print(pattern, error)
for pattern, flags in ('a', re.L), ('a', re.A | re.U), (b'a', re.U), (b'a', re.L | re.A), ('(?u)a', re.A), ('a{99999999999}', 0):
    try:
        re.compile(pattern, flags)
    except (ValueError, OverflowError) as error:
        print(pattern, type(error).__name__, error)
error = re.error('text', 'ab\ncd', 4)
print(error, error.args, re.error('alone'), issubclass(re.error, Exception))
