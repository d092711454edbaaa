# features: SM20
# Texts to objects and back: every option, hooks, subclasses, what is wrong and where.
import io
import json


def attempt(function, *args, **options):
    try:
        print(repr(function(*args, **options)))
    except Exception as error:
        print(type(error).__name__, error)


for text in ['null', 'true', ' [1, 2.5, -3e2, 0, -0, 1E+2, 0.1e-1] ', '{}', '[]', '{"a": {"b": []}}', '"\\u00e9\\n\\ud83d\\ude00\\ud83d x"',
             '[NaN, Infinity, -Infinity]', '123456789012345678901234567890', '"a\\/b\\"\\\\"', '1.7976931348623159e400', '{"a":1,"a":2}']:
    attempt(json.loads, text)
for text in ['', ' ', 'nul', '[', '[1', '[1,', '{', '{"a"', '{"a":', '{"a":1', '{1:2}', '"abc', '"a\nb"', '"\\x"', '"\\u12"', '"\\',
             '1 2', '[1 2]', '{"a" 1}', '{"a":1 "b":2}', '01', '-', '1.', '.5', '+1', '[1,\n\n x]', '\ufeff1', "'a'", '{"a":1}}', '"\\ud800"']:
    attempt(json.loads, text)
try:
    json.loads('{"a":\n  bad}')
except json.JSONDecodeError as error:
    print(error.msg, error.doc, error.pos, error.lineno, error.colno, error.args, isinstance(error, ValueError))
attempt(json.loads, b'[1, "\xc3\xa9"]')
attempt(json.loads, bytearray(b'{}'))
attempt(json.loads, 1)
attempt(json.loads, '"a\tb"', strict=False)
attempt(json.loads, '{"a": 1.5, "b": [2, NaN]}', parse_float=lambda s: 'F' + s, parse_int=lambda s: 'I' + s, parse_constant=lambda s: 'C' + s)
attempt(json.loads, '{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items()))
attempt(json.loads, '{"b": {"a": 1}, "a": 2}', object_pairs_hook=tuple)
attempt(json.loads, '{"a": 1}', object_hook=list, object_pairs_hook=dict)
print(json.JSONDecoder().raw_decode('[1] rest'), json.JSONDecoder().raw_decode('xx 5', 3))


class Upper(json.JSONDecoder):
    def decode(self, s):
        return super().decode(s.lower())


attempt(json.loads, '{"A": TRUE}', cls=Upper)

DATA = {'b': [1, 2.5, True, None, 'é"\\\n\x01\x7f\U0001f600'], 'a': {'x': (), 'y': {}}, 'c': [[]]}
for options in [{}, {'indent': 2}, {'indent': '\t'}, {'indent': 0}, {'sort_keys': True}, {'separators': (',', ':')}, {'ensure_ascii': False},
                {'indent': 1, 'sort_keys': True, 'separators': (';', '=')}]:
    print(json.dumps(DATA, **options))
for value in [1e16, 1e-7, 0.1, float('nan'), float('inf'), -float('inf'), 10**30, True, None, 'text', '', '\u2028', [], {}, (1,), [()]]:
    attempt(json.dumps, value)
attempt(json.dumps, {1: 2, 2.5: 3, True: 4, None: 5, 'x': 6})
attempt(json.dumps, {(1,): 2})
attempt(json.dumps, {(1,): 2, 'a': 1}, skipkeys=True)
attempt(json.dumps, {(1,): 2}, skipkeys=True)
attempt(json.dumps, {'a': 1, 2: 3}, sort_keys=True)
attempt(json.dumps, object)
attempt(json.dumps, {1, 2}, default=sorted)
attempt(json.dumps, [3j], default=lambda o: [o.real, o.imag])
attempt(json.dumps, 1.5, allow_nan=False)
loop = []
loop.append(loop)
attempt(json.dumps, loop)
attempt(json.dumps, {'a': loop})
attempt(json.dumps, 1j, default=lambda o: o)
same = [1]
attempt(json.dumps, [same, same])


class Complex(json.JSONEncoder):
    def default(self, o):
        return {'re': o.real, 'im': o.imag} if isinstance(o, complex) else super().default(o)


print(json.dumps([2 + 1j], cls=Complex), Complex(indent=1).encode(1j), ''.join(json.JSONEncoder().iterencode([1])))
attempt(json.dumps, [object()], cls=Complex) if False else attempt(json.dumps, [{1}], cls=Complex)


class Number(int):
    def __repr__(self):
        return 'number'


class Real(float):
    def __repr__(self):
        return 'real'


class Text(str):
    pass


class Table(dict):
    pass


print(json.dumps([Number(5), Real(0.5), Text('t'), Table(a=1)]), json.dumps({Number(5): Real(1), Text('k'): 2}))
out = io.StringIO()
json.dump({'a': [1, 2]}, out, indent=4)
print(out.getvalue(), json.load(io.StringIO('[1, {"a": null}]')))
for count in 100, 200:
    text = '[' * count + ']' * count
    print(json.dumps(json.loads(text)) == text)
attempt(json.loads, '[1,]')
attempt(json.loads, '{"a":1, }')
print(json.loads(json.dumps(DATA)) == json.loads(json.dumps(DATA, indent=3)), json.detect_encoding(b'{}'), json.detect_encoding(b'\x00{'))
