# features: SM21
# Pattern and Match objects: attributes, methods, repr, equality.
import re

pattern = re.compile(r'(?P<first>\w+) (?P<second>\w+)( \d+)?', re.I | re.M)
print(pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex))
print(pattern, re.compile(b'a'), re.compile('a', re.A), re.compile('(?x)a'))
print(re.compile('x' * 300))
match = pattern.match('Isaac Newton, physicist')
print(match, match.string, match.re is pattern, match.pos, match.endpos)
print(match.group(), match.group(1), match.group('second'), match.group(1, 'second', 3))
print(match.groups(), match.groups(''), match.groupdict(), match[0], match['first'], match[True])
print(match.start(), match.end(2), match.span('second'), match.span(3), match.start(3))
print(match.lastindex, match.lastgroup, match.regs)
print(match.expand(r'\2, \1 \g<first> \g<2>\n\x'[:-2]))
print(bool(match), match.__copy__() is match, pattern.__deepcopy__({}) is pattern)
for group in 4, -1, 'third', None, 1 << 70:
    try:
        match.group(group)
    except Exception as error:
        print(type(error).__name__, error)
print(re.compile('a') == re.compile('a'), re.compile('a') == re.compile('a', re.I), re.compile('a') != 1)
print(hash(re.compile('abc')) == hash(re.compile('abc')), re.compile('a') == re.compile(b'a'))
print(re.compile(pattern) is pattern, re.compile('cached') is re.compile('cached'))
re.purge()
for wrong in (lambda: re.compile(1), lambda: re.compile(pattern, re.I), lambda: re.match('a', b'a'),
              lambda: re.match(b'a', 'a'), lambda: re.match('a', 1), lambda: pattern.match(),
              lambda: type(pattern)(), lambda: type(match)()):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(re.I | re.M, re.NOFLAG, int(re.I | re.S), re.I & re.M, bool(re.I & re.I), re.RegexFlag(66))
print(isinstance(re.I, int), re.compile('a', re.I).flags == re.I | re.U)
print(re.escape('a.b[c]\n-é'), re.escape(b'\x00a*'), re.escape(''))
print(re.Pattern, re.Match, re.Pattern[str], type(match) is re.Match)
