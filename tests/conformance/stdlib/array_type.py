# features: BI23
# Items of each kind, methods, slices, views.
from array import array
for c in 'bBhHiqfd':
    for v in (-1, 130, 300, 1.5, 'x', 'xy', b'a', None):
        try: a=array(c); a.append(v); print(c, v, 'ok', a)
        except Exception as e: print(c, v, type(e).__name__, e)
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
A=array('i',[1,2,3])
for f in [lambda: array(), lambda: array(1), lambda: array('i','abc'), lambda: array('i',b'abc'), lambda: array('i',1), lambda: array('i',array('d',[1.0])), lambda: array('i'), lambda: array('d',[1.5]), lambda: A[5], lambda: A['x'], lambda: A.pop(9), lambda: array('i').pop(), lambda: A.index(9), lambda: A.remove(9), lambda: A+[1], lambda: A+array('b'), lambda: A*2, lambda: A*1.5, lambda: A.extend(array('b')), lambda: A.extend(1), lambda: A.extend([1.5]), lambda: A.fromlist((1,)), lambda: A.fromlist([1,'x']), lambda: A.frombytes(b'abc'), lambda: A.frombytes('abc'), lambda: A.tolist(), lambda: A.__setitem__(0,'x'), lambda: A.__setitem__(9,1), lambda: A.__setitem__(slice(0,1),[1]), lambda: A.__setitem__(slice(0,1),array('b')), lambda: A.__setitem__(slice(None,None,2),array('i',[1])), lambda: A.__delitem__(9), lambda: A.__setitem__('x',1), lambda: A==array('d',[1,2,3]), lambda: A<array('i',[1,3]), lambda: A==[1,2,3], lambda: hash(A), lambda: A.buffer_info()[1], lambda: array('i',[1]).byteswap(), lambda: array('q',iter([1,2])), lambda: A.count(1), lambda: A.index(2,1), lambda: A.index(2,2), lambda: A.typecode, lambda: A.itemsize, lambda: A.__copy__(), lambda: A.insert(100,7), lambda: A.insert(-100,8), lambda: A, lambda: 2 in A, lambda: A.tobytes(), lambda: A.reverse(), lambda: A.tolist(), lambda: A, lambda: memoryview(A).format, lambda: memoryview(array('l')).format, lambda: array('i',x=1),lambda: array('i',[1],[2]), lambda: A.append(), lambda: array('b',bytearray(b'ab')), lambda: array('i', memoryview(b'abcd')), ]:
    t(f)
import array as m; print(m.ArrayType is array, array)
mv=memoryview(A)
t(lambda: A.append(1))
t(lambda: A.__iadd__(array('i',[1])))
