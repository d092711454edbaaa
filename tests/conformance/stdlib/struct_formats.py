# features: SM19
# Every code with values that fit and that do not; what is wrong with formats and buffers.
import struct

def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
for fmt in "bBhHiIqQ?cspfdex":
  for pre in "=<>":
    for v in (10**30, -1, 200, 1.5, "x", None, b"ab"):
        try: print(pre+fmt, v, struct.pack(pre+fmt, v))
        except Exception as e: print(pre+fmt, repr(v), type(e).__name__, e)
for f in [lambda: struct.pack("z"), lambda: struct.pack("3"), lambda: struct.pack("i"), lambda: struct.pack("ii",1), lambda: struct.pack("i",1,2), lambda: struct.unpack("i", b"abc"), lambda: struct.unpack_from("i", b"abc"), lambda: struct.unpack_from("i", b"abcde", 3), lambda: struct.unpack_from("i", b"abcde", -9), lambda: struct.unpack_from("i", b"abcde", -2), lambda: struct.pack_into("i", bytearray(3), 0, 1), lambda: struct.pack_into("i", bytearray(3), -5, 1), lambda: struct.pack_into("i", bytearray(5), -2, 1), lambda: struct.pack_into("i", b"abcd", 0, 1), lambda: struct.pack_into("i"), lambda: struct.pack_into("i", bytearray(4)), lambda: list(struct.iter_unpack("i", b"abcde")), lambda: list(struct.iter_unpack("", b"abcde")), lambda: struct.calcsize("99999999999999999999i"), lambda: struct.calcsize("<n"), lambda: struct.calcsize(1), lambda: struct.calcsize("\xe9"), lambda: struct.Struct(1), lambda: struct.Struct("i"), lambda: struct.pack("e",1e300), lambda: struct.pack("<f",1e300), lambda: struct.pack("0s", b"a"), lambda: struct.pack("3p", b"abcd"), lambda: struct.unpack("3p", b"\x05ab"), lambda: struct.unpack("0p",b""), lambda: struct.pack("i 2h x c", 1,2,3,b"a"), lambda: struct.Struct("i").format, lambda: struct.Struct(b"i").format, lambda: struct.Struct("i").size, lambda: list(struct.iter_unpack("i", b"abcdabcd")), lambda: struct.pack_into("i", bytearray(4), "x", 1), lambda: struct.pack("2c", b"a", b"bc"), lambda: struct.unpack("i", 1), lambda: struct.unpack_from("i", buffer=b"abcd", offset=0), lambda: struct.calcsize("ib0i"), lambda: struct.pack_into("i", 5, 0, 1), lambda: struct.calcsize("i\0")]:
    t(f)

for format in "<b", ">H", "<i", ">q", "<Q", "<e", ">f", "<d", "<?", "<3s", "<5p", "<2h3B", "!xhx", "=c2xI":
    size = struct.calcsize(format)
    values = struct.unpack(format, bytes(range(1, size + 1)))
    print(format, size, values, struct.pack(format, *values))
for value in 0.1, 1e-8, 65504.0, 65519.9, 5.96e-8, 2.9e-8, -0.0, float("inf"), float("nan"), 1.0009765625, 2.0**-14:
    try:
        print(value, struct.pack(">e", value).hex(), struct.unpack(">e", struct.pack(">e", value)))
    except OverflowError as error:
        print(value, error)
record = struct.Struct("<hb")
print(record.size, record.format, record.pack(1, 2), record.unpack(b"123"), list(record.iter_unpack(b"123456")))
buffer = bytearray(6)
record.pack_into(buffer, 2, -1, -2)
print(buffer, record.unpack_from(buffer, 2), struct.unpack_from("<h", memoryview(buffer)[2:]))
iterator = struct.iter_unpack("<h", bytes(6))
print(next(iterator), iterator.__length_hint__(), type(iterator).__name__)
class Index:
    def __index__(self):
        return 7
print(struct.pack("<b", Index()), struct.pack("<b", True), struct.pack("<3s", bytearray(b"ab")))
