# features: SM46
# python: 3.13
# Dataclasses: methods made, options, errors.
from dataclasses import *
import dataclasses
@dataclass
class A:
    x:int
    y:float=1.5
    z:list=field(default_factory=list)
    def m(self): return self.x
a=A(1); print(a, a==A(1), a!=A(2), a.z, A.__doc__, A.__match_args__, fields(a)[0].name)
for f in (lambda:A(), lambda:A(1,2,3,4), lambda:A(q=1), lambda:hash(a), lambda: a<a):
    try: print(f())
    except TypeError as e: print(e)
@dataclass(frozen=True, order=True)
class B:
    a:int
    b:str='x'
b=B(1)
try: b.a=3
except FrozenInstanceError as e: print(e)
try: del b.a
except FrozenInstanceError as e: print(e)
print(hash(b)==hash(B(1)), b<B(2), sorted([B(3),B(1)]), replace(b,a=7), asdict(b), astuple(b))
@dataclass(slots=True)
class C(A):
    w:int=0
    def s(self): return super().m(), __class__
c=C(1,2,w=5); print(c, C.__slots__, asdict(c))
@dataclass
class D:
    _: KW_ONLY
    k:int
    j:int=field(default=2, repr=False, compare=False)
print(D(k=1), D.__match_args__)
try: D(1)
except TypeError as e: print(e)
@dataclass
class E:
    x:InitVar[int]
    y:int=field(init=False)
    def __post_init__(self,x): self.y=x*2
print(E(4), E(4).y, E.__init__.__annotations__)
F=make_dataclass('F',['x',('y',int),('z',int,field(default=3))]); print(F(1,2), F.__module__, F.__annotations__)
try:
    @dataclass
    class G: x:list=[]
except ValueError as e: print(e)
try:
    @dataclass
    class G:
        x:int=1
        y:int
except TypeError as e: print(e)
try:
    @dataclass(order=True)
    class G:
        x:int=1
        def __lt__(s,o): pass
except TypeError as e: print(e)
try:
    @dataclass
    class H(B): pass
except TypeError as e: print(e)
print(is_dataclass(A),is_dataclass(a),is_dataclass(int), A.__dataclass_params__)
try: fields(int)
except TypeError as e: print(e)
class O:
    @dataclass
    class I:
        x: 'int' = 1
        me: object = None
i=O.I(); i.me=i; print(i, O.I.__init__.__qualname__, O.I.__eq__.__qualname__)
@dataclass(kw_only=True)
class K(A): q:int
print(K(1,q=2), K(5,6,[],q=1)==K(5,6,[],q=1))
@dataclass(eq=False,repr=False)
class L: x:int
print(L(1)==L(1), hash(L(1))!=0)
@dataclass(unsafe_hash=True)
class M: x:int; y:int=field(hash=False,default=1)
print(hash(M(1))==hash((1,)))
match a:
    case A(x,y): print(x,y)
