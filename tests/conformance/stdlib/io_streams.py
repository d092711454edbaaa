# features: SM12
# boards: host
"""Streams: files as text and bytes, buffers, memory."""
import io
import os

folder = f"/tmp/pyrite-io-{os.getpid()}-{id(io)}"
os.mkdir(folder)
f=open(folder + '/x.txt','w'); print(f.mode, f.encoding.lower())
print(f.write('hello\nwörld\r\nthree\rfour'), f.tell()); f.close()
f=open(folder + '/x.txt'); print(f.readline(), f.tell(), f.readlines()); f.close()
f=open(folder + '/x.txt',newline=''); print([l for l in f]); f.seek(0); print(f.read(8), f.tell(), f.read(1), f.read()); f.close()
with open(folder + '/x.txt','rb') as f: print(f.read(3), f.peek()[:3], f.tell(), f.seek(2), f.read(2), f.readlines())
try: open('/nonexist')
except OSError as e: print(type(e).__name__, e.errno, e.strerror)
try: open(folder)
except OSError as e: print(type(e).__name__, e.errno, e.strerror)
for m in ('','rw','rbt','q','rr','r++'):
    try: open(folder + '/x.txt',m)
    except ValueError as e: print(m, e)
with open(folder + '/x.txt','r+b') as f:
    f.seek(3); f.write(b'XYZ'); f.seek(0); print(f.read(10), f.tell()); f.truncate(4)
print(open(folder + '/x.txt','rb',buffering=0).read())
s=io.StringIO('a\nb\r\nc', newline=None); print(s.readlines(), s.getvalue())
s=io.StringIO(); s.write('abc'); s.write('\u20ac'); s.seek(1); print(s.read(), s.getvalue(), s.tell())
b=io.BytesIO(b'abc'); b.seek(5); b.write(b'z'); print(b.getvalue())
try: f.read()
except ValueError as e: print(type(e))
try: open(folder + '/x.txt','w').read()
except OSError as e: print(type(e).__name__, isinstance(e, ValueError), e)
with open(folder + '/y.txt','w',encoding='utf-16') as f: f.write('hi\nthere')
print(open(folder + '/y.txt','rb').read(), open(folder + '/y.txt',encoding='utf-16').readlines())
try: open(folder + '/x.txt','w',encoding='foo')
except LookupError as e: print(e)
with open(folder + '/z','a+') as f: print(f.tell()); f.write('x'); f.seek(0); print(f.read())

print(isinstance(s, io.TextIOBase), isinstance(b, io.BufferedIOBase), issubclass(io.FileIO, io.RawIOBase))


class Slow(io.RawIOBase):
    """Gives three bytes at a time."""

    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, buffer):
        piece, self.data = self.data[:3], self.data[3:]
        buffer[: len(piece)] = piece
        return len(piece)


print(io.BufferedReader(Slow(b"one\ntwo\nthree")).readlines(), Slow(b"abcdef").read(), Slow(b"abcdef").readall())
print(list(io.TextIOWrapper(Slow("ä\nö\r\nü".encode()), "utf-8")))
text = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\r\n", write_through=True)
print(text.write("a\nb\n"), text.buffer.getvalue())
for name in sorted(os.listdir(folder)):
    os.remove(os.path.join(folder, name))
os.rmdir(folder)
