# features: SM21
# sub, subn, split, findall, finditer; templates and functions.
import re

print(re.sub('x*', '-', 'abxd'), re.sub('a', 'b', 'banana', count=2), re.subn('a', '', 'banana'))
print(re.sub(r'(\w)(\w)?', r'[\1|\2]', 'abc'), re.sub('(?P<x>a)', r'\g<x>\g<1>\g<0>', 'cat'))
print(re.sub('a', r'\\\n\t\060\101', 'a').encode(), re.sub('.', r'\.', 'a'))
print(re.sub(r'\d+', lambda m: str(int(m[0]) * 2), 'a1 b22'), re.sub('a', lambda m: None, 'banana'))
print(re.sub(b'a', b'\\g<0>!', b'banana'), re.sub(b'a', bytearray(b'x'), bytearray(b'cab')))
print(re.sub('', '-', 'abc'), re.sub('b|', '-', 'abc'), re.sub(r'\b', '|', 'one two'))
print(re.sub('a', 'é', 'banana'), re.sub('ü', '\U0001f600', 'müde'))
text = 'unchanged'
print(re.sub('x', 'y', text) is text, re.sub('x', 'y', ''))
print(re.split(r'\W+', 'Words, words, words.'), re.split(r'(\W+)', 'a, b', maxsplit=1))
print(re.split('x*', 'axbc'), re.split('(a)|b', 'xaybz'), re.split('', 'ab'), re.split('a', ''))
print(re.split('a', 'banana', maxsplit=-1), re.split(b',', b'a,b'))
print(re.findall('a', 'banana'), re.findall('(a)(n)?', 'banana'), re.findall('(b)|a', 'ba'))
print(re.findall(r'\w*', 'ab c'), re.findall(b'.', b'ab'), re.findall('a*?', 'aa'))
print([m.span() for m in re.finditer(r'\w*', 'ab c')], [m[0] for m in re.compile('b').finditer('abab', 2)])
iterator = re.finditer('a', 'aa')
print(next(iterator), iter(iterator) is iterator, type(iterator).__name__)
scanner = re.compile('a|b|').scanner('abc')
print(scanner.match(), scanner.search(), scanner.match(), scanner.search(), scanner.search())
lexer = re.Scanner([(r'[0-9]+', lambda s, t: int(t)), (r'[a-z_]+', lambda s, t: t.upper()), (r'[+*]', 'op'), (r'\s+', None)])
print(lexer.scan('sum + 312 * 4 ?'))
for template in r'\2', r'\g<x>', r'\g<', r'\g<>', r'\g<1', r'\q', '\\', r'\g<a b>', r'\400', r'\99', r'\g<5>', r'\g1', r'\g<-1>':
    try:
        print(re.sub('(a)', template, 'a'))
    except (re.error, IndexError) as error:
        print(type(error) is IndexError, error, getattr(error, 'pos', None))
for wrong in (lambda: re.sub('a', b'b', 'a'), lambda: re.sub('a', lambda m: 1, 'xa'), lambda: re.sub('a', 'b', 1)):
    try:
        print(wrong())
    except TypeError as error:
        print(error)
