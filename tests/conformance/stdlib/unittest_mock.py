# features: SM46
# python: 3.13
# Mocks and patches.
# boards: host
from unittest.mock import *
import unittest.mock as um
m=Mock(); m.a.b(1,x=2); m.return_value=3; print(m(), m.called, m.call_count, m.call_args, m.mock_calls, m.method_calls)
m.assert_called_once_with(); m.a.b.assert_called_with(1,x=2)
for f in (lambda:m.assert_called_with(1), lambda: m.assert_not_called(), lambda: Mock(name='q').assert_called(), lambda: Mock().assert_called_once_with(3), lambda: m.assert_has_calls([call(9)]), lambda: m.assert_any_call(7), lambda: m.asert_x):
    try: f()
    except (AssertionError,AttributeError) as e: print(type(e).__name__,e)
print(call(1,a=2), call.foo(3), call.a.b().c(4), call.foo.call_list() if 0 else '', repr(sentinel.x), ANY==5, call(1,ANY)==call(1,2))
s=Mock(side_effect=[1,2,ValueError('x')]); print(s(),s())
try: s()
except ValueError as e: print(e)
s=Mock(side_effect=lambda v:v*2); print(s(4))
s.side_effect=KeyError; 
try: s()
except KeyError: print('ke')
mm=MagicMock(); print(len(mm), bool(mm), int(mm), list(mm), mm==mm, mm==3, 1 in mm, float(mm)); mm.__len__.return_value=5; print(len(mm)); mm.__getitem__.return_value='i'; print(mm[3], mm.__getitem__.call_args)
with mm as x: print(x is mm.__enter__.return_value)
mm.__str__.return_value='S'; print(str(mm)); mm.__iter__.return_value=[1,2]; print(list(mm),list(mm))
class C:
    x=1
    def m(self,a): return 'orig'
    @staticmethod
    def s(): return 's'
with patch.object(C,'m') as p:
    p.return_value=7; print(C().m(1), p.call_args)
print(C().m(1))
@patch.object(C,'x',5)
def t(): return C.x
print(t(),C.x)
@patch('__main__.C')
def t2(mc): return C is mc
print(t2())
with patch.dict({'a':1}) as d: d['z']=1
import os
dd={'a':1}
with patch.dict(dd,{'b':2},clear=True): print(dd)
print(dd)
sp=Mock(spec=C)
try: sp.zz
except AttributeError as e: print(e)
print(isinstance(sp,C), sp.m is sp.m)
ss=Mock(spec_set=['a']); ss.a=1
try: ss.b=1
except AttributeError as e: print(e)
print(repr(Mock(name='n'))[:18], repr(m.a.b())[:27])
m.reset_mock(); print(m.called, m.mock_calls)
m.configure_mock(**{'x.y.return_value':4}); print(m.x.y())
o=mock_open(read_data='l1\nl2\n')
with patch('builtins.open',o):
    with open('f') as f: print(f.read())
    with open('f') as f: print(list(f))
o.assert_called_with('f')
pm=PropertyMock(return_value=9)
with patch.object(C,'x',new_callable=PropertyMock) as pm: pm.return_value=9; print(C().x)
a=create_autospec(C); i=a(); 
try: i.m()
except TypeError as e: print(e)
i.m(1); i.m.assert_called_once_with(1); 
def fn(a,b=2): pass
af=create_autospec(fn,return_value=5); print(af(1))
try: af()
except TypeError as e: print(e)
af.assert_called_once_with(1)
seal(m)
try: m.new
except AttributeError as e: print(e)
w=Mock(wraps=C()); print(w.m(1))
with patch.multiple(C,x=3,m=DEFAULT) as v: print(C.x, v.keys())
am=AsyncMock(return_value=4)
co=am(1)
try: co.send(None)
except StopIteration as e: print(e.value)
am.assert_awaited_once_with(1)
p=patch('__main__.C.x',11); p.start(); print(C.x); patch.stopall(); print(C.x)
del m.x
try: m.x
except AttributeError as e: print(e)
