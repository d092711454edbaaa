# features: SM46
# python: 3.13
# Data printed over several lines.
import pprint, collections, types
from dataclasses import dataclass
d={'a':list(range(30)),'b':{'x':'y'*50,'z':('q'*30,'w'*40)},'c':None,1:2}
pprint.pprint(d); pprint.pprint(d,width=40,indent=4); pprint.pprint(d,compact=True,width=50); pprint.pp(d,depth=1)
pprint.pprint('word '*40); pprint.pprint(['word '*20,b'bytes'*30]); pprint.pprint(b'bytes'*30); pprint.pprint(bytearray(b'bytes'*30))
r=[1]; r.append(r); print(pprint.saferepr(r)[:20], pprint.isrecursive(r), pprint.isreadable(d))
pprint.pprint({i for i in range(50)}); pprint.pprint(frozenset(range(40)),width=30); pprint.pprint((1,)*40); pprint.pprint((('a'*90),))
@dataclass
class A:
    x:int
    y:list
pprint.pprint(A(1,list(range(40)))); pprint.pprint(types.SimpleNamespace(a='x'*50,b='y'*40))
pprint.pprint(collections.OrderedDict((i,'v'*20) for i in range(5))); pprint.pprint(collections.Counter('abracadabra'*3),width=20); pprint.pprint(collections.deque(range(50),maxlen=60)); pprint.pprint(collections.defaultdict(list,{i:[i]*10 for i in range(4)}))
pprint.pprint(123456789,underscore_numbers=True); pprint.pprint({3:1,'a':2,(1,):3}); pprint.pprint([]); pprint.pprint([[]]*50); pprint.pprint({'k'*40:{'j'*40:list(range(10))}})
