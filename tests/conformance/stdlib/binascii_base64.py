# features: SM24
# Octets as text and back; check sums; what is wrong with texts.
import base64
import binascii


def attempt(function, *args, **named):
    try:
        print(function.__name__, args, function(*args, **named))
    except Exception as error:
        print(function.__name__, args, type(error).__name__, error)


data = bytes(range(0, 256, 7))
print(binascii.hexlify(data), binascii.hexlify(data, '-'), binascii.b2a_hex(b'abcd', b':', 2), binascii.hexlify(b'abc', sep='_', bytes_per_sep=-2))
for text in b'00ff', '00FF', b'0', '0g', 'é0', b'':
    attempt(binascii.unhexlify, text)
print(binascii.crc32(b''), binascii.crc32(b'hello'), binascii.crc32(b'lo', binascii.crc32(b'hel')), binascii.crc_hqx(b'hello', 0), binascii.crc_hqx(b'', 5))
for size in range(8):
    part = data[:size]
    for encode, decode in [(binascii.b2a_base64, binascii.a2b_base64), (base64.b64encode, base64.b64decode), (base64.urlsafe_b64encode, base64.urlsafe_b64decode),
                           (base64.b32encode, base64.b32decode), (base64.b32hexencode, base64.b32hexdecode), (base64.b16encode, base64.b16decode),
                           (base64.b85encode, base64.b85decode), (base64.a85encode, base64.a85decode)]:
        text = encode(part)
        print(text, decode(text) == part, end=' ')
    print()
for text in b'YWJj', 'YWJj', b'YQ==', b'YQ', b'YQ=', b'Y', b'YW\nJj', b'Y!W?Jj', b'YQ==YQ==', b'====', b'YWJjYQ=====', b'YWJjZ', 'é':
    attempt(binascii.a2b_base64, text)
    attempt(binascii.a2b_base64, text, strict_mode=True)
print(binascii.b2a_base64(b'abc', newline=False), base64.b64encode(b'\xfb\xff', b'-_'), base64.b64decode('-_-_', b'-_'))
for text in b'MFRGG===', 'mfrgg===', b'MFRGG', b'MFRG1===', b'M=======', b'':
    attempt(base64.b32decode, text)
print(base64.b32decode('mfrgg===', True), base64.b32decode(b'0F1GG===', map01='L') if False else base64.b32encode(b'abc'))
attempt(base64.b16decode, 'ab')
attempt(base64.b16decode, 'ab', True)
attempt(base64.b16decode, b'A')
print(base64.a85encode(bytes(8)), base64.a85encode(b'    a', foldspaces=True), base64.a85encode(b'text' * 8, wrapcol=10), base64.a85encode(b'ab', adobe=True, pad=True))
print(base64.a85decode(b'zz'), base64.a85decode(b'<~87cURD]~>', adobe=True), base64.a85decode('y', foldspaces=True), base64.b85encode(b'ab', pad=True))
for text in b'~', b'ssssss', b'az', b'8 7c\nURD]':
    attempt(base64.a85decode, text)
attempt(base64.b85decode, b'~~~~~')
attempt(base64.b85decode, b'ab cd')
print(base64.encodebytes(data * 3), base64.decodebytes(base64.encodebytes(data)) == data)
attempt(base64.b64encode, 'text')
attempt(base64.b64decode, 1)
print(issubclass(binascii.Error, ValueError), binascii.Incomplete.__mro__[1] is Exception)
