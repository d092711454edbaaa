# features: BI12
# Views of memory: items, parts, casts, comparison, and what they keep in place.
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
from array import array
b=bytearray(b'abcdefgh'); m=memoryview(b)
A=array('i',[1,2,3,4]); ma=memoryview(A)
two=memoryview(bytes(range(12))).cast('B',[3,4])
for f in [lambda: m[0], lambda: m[-1], lambda: m[8], lambda: bytes(m[1:3]), lambda: bytes(m[::2]), lambda: bytes(m[::-1]), lambda: m[1:5][1:2].tobytes(), lambda: m['a'], lambda: m[1,2], lambda: m[1:2,1], lambda: m[()], lambda: len(m), lambda: m.tolist(), lambda: m.hex(), lambda: m.hex(':',2), lambda: m.obj is b, lambda: (m.nbytes,m.itemsize,m.format,m.ndim,m.shape,m.strides,m.suboffsets,m.readonly,m.contiguous,m.c_contiguous,m.f_contiguous),
 lambda: m.__setitem__(0,65), lambda: b, lambda: m.__setitem__(0,300), lambda: m.__setitem__(0,'x'), lambda: m.__setitem__(0,1.5), lambda: m.__setitem__(slice(0,2),b'xy'), lambda: m.__setitem__(slice(0,2),b'xyz'), lambda: m.__setitem__(slice(0,2),[1,2]), lambda: m.__setitem__(slice(0,4),m[2:6]), lambda: b, lambda: m.__setitem__(slice(None,None,2),b'1234'), lambda: b, lambda: m.__delitem__(0), lambda: memoryview(b'a').__setitem__(0,1),
 lambda: b.append(1), lambda: b.__setitem__(slice(0,1),b''), lambda: memoryview(1), lambda: memoryview(), lambda: memoryview('a'),
 lambda: hash(m), lambda: hash(memoryview(b'abc'))==hash(b'abc'), lambda: hash(ma.toreadonly()), lambda: m==b, lambda: m==bytes(b), lambda: bytes(b)==m, lambda: m!=b'', lambda: m<b'', lambda: m==1, lambda: ma==A, lambda: ma==array('d',[1,2,3,4]), lambda: memoryview(b'a')==memoryview(array('b',[97])), lambda: ma==b'', 
 lambda: ma.format, lambda: ma.tolist(), lambda: ma[1], lambda: ma[1:3].tolist(), lambda: ma.cast('B').tolist(), lambda: ma.cast('h'), lambda: ma.cast('B').cast('h').tolist(), lambda: m.cast('i').tolist()==[], lambda: m.cast('z'), lambda: m.cast('<i'), lambda: m[::2].cast('b'), lambda: m[:3].cast('h'), lambda: m.cast('B',[2,4]).tolist(), lambda: m.cast('B',[2,5]), lambda: m.cast('B',(0,8)), lambda: m.cast('B','a'), lambda: m.cast('B',['a']), lambda: two.cast('B',[4,3]), lambda: two.cast('B').tolist(), lambda: two.cast('B',[12]).shape, lambda: m.cast(1), lambda: m.cast('c').tolist(), lambda: m.cast('?').tolist(), lambda: m.cast('f')[0], lambda: m.cast('Q')[0], lambda: m.cast('d').tolist()!=None,
 lambda: two[1,2], lambda: two[1], lambda: two[1,2,3], lambda: two[0:1,0:1], lambda: two[-1,-1], lambda: two[3,0], lambda: two[0,4], lambda: two[0:2].tolist(), lambda: two[::2].tolist(), lambda: two.tolist(), lambda: two.tobytes('F'), lambda: two.tobytes('C'), lambda: two.tobytes('X'), lambda: two.tobytes(None)[:2], lambda: (two.shape, two.strides, two.ndim, two.f_contiguous, two.c_contiguous, two.contiguous), lambda: list(two), lambda: len(two), lambda: two==two.cast('B').cast('B',[3,4]), lambda: bytes(two), lambda: two[0,:],
 lambda: m.cast('c')[0], lambda: m.cast('c').__setitem__(0,b'z'), lambda: m.cast('c').__setitem__(0,b'zz'), lambda: m.cast('c').__setitem__(0,1), lambda: m.cast('?').__setitem__(0,[]), lambda: m.cast('f').__setitem__(0,'a'), lambda: b[0],
 lambda: list(m[:3]), lambda: list(reversed(m[:3])), lambda: 98 in m, lambda: m.toreadonly().readonly, lambda: m.toreadonly().__setitem__(0,1), lambda: bytes(m), lambda: bytearray(m), lambda: b'-'.join([m[:1],m[1:2]]), lambda: int(bytearray(b'12')), lambda: float(memoryview(b'1.5')), lambda: str(memoryview(b'ab'),'ascii'), lambda: b'abc'.find(memoryview(b'b')), lambda: bytearray(b'x')+memoryview(b'y'), lambda: b'x'+memoryview(b'y'), lambda: bytearray(b'a')==A, lambda: b'a'==array('B',b'a'), lambda: bytearray(b'a')==array('B',b'a'), lambda: isinstance(m, memoryview), lambda: memoryview(m).obj is b, lambda: bytes(array('h',[1,2])), lambda: int.from_bytes(memoryview(b'\x01\x02'),'big'), lambda: bytes.fromhex('00'), lambda: memoryview(b'').tolist(), lambda: memoryview(b'')==b'', lambda: memoryview(b'').contiguous]:
    t(f)
mm=memoryview(b)
with mm as x: print(x is mm, x[0])
t(lambda: mm[0]); t(lambda: len(mm)); t(lambda: mm.format); t(lambda: repr(mm)[:8]); t(lambda: mm==mm); t(lambda: mm==b''); t(lambda: mm.release()); t(lambda: bytes(mm)); t(lambda: memoryview(mm)); t(lambda: mm.__enter__())
import struct
x=memoryview(bytearray(8)); it=struct.iter_unpack('i', x); t(lambda: x.release()); del it; t(lambda: x.release())
m.release(); 
c=bytearray(b'12'); v=memoryview(c); w=v[0:1]; v.release(); t(lambda: c.append(1)); w.release(); t(lambda: c.append(1)); print(c)
v=memoryview(c); del v; c.append(2); print(c)
import re
print(re.findall(b'\\d', memoryview(b'1a2')), re.sub(b'a', memoryview(b'x'), memoryview(b'bab')))
s=bytearray(10); print(struct.pack_into('>hh', memoryview(s)[2:8], 1, 1, 2), s)
