# features: SM46
# python: 3.13
# Enumerations and flags.
from enum import *
import enum
class F(Flag):
    A = 3
    B = 1
print(list(F), F.__members__, F(1), F._flag_mask_, F._singles_mask_, F._all_bits_, F._boundary_)
try: print(F(2))
except Exception as e: print(e)
try: print(~F.A, ~F.B, F(0), F(-1))
except Exception as e: print(e)
class G(Flag):
    A = -1
    B = 1
print(list(G), G.__members__, G._flag_mask_, G._all_bits_)
class H(IntFlag):
    A=1
    B=4
    C=auto()
print(H(16), repr(H(16)), H(3), repr(H(-1)), repr(~H.A), repr(H.A|H.B), H(7).name, H.A in H.B, H._singles_mask_,1 in H, 64 in H, repr(H.A|32))
class I(Enum):
    a=1
    class X: pass
    @property
    def foo(self): return 1
    def m(self): pass
    @member
    def f(): pass
    n=nonmember(5)
print(I.X, I.n, dir(I), dir(I.a))
class Base(Enum):
    @property
    def first(self): return 'f%s'%self.name
class S(Base):
    first=1
    second=2
print(S.first, S.first.first, S.second.first, S.first.name, S.second.second if hasattr(S.second,'second') else None)
class P(Enum):
    x=1
print(P.x.x)
try: P.x=3
except AttributeError as e: print(e)
try: del P.x
except AttributeError as e: print(e)
for f in (lambda:P(5),lambda:P['q'],lambda:P.zz, lambda: type('Q',(P,),{}), lambda: Enum('A',''), lambda: P('x','y')):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
class St(StrEnum):
    A=auto(); B='b'
print(St.A, repr(St.B), f'{St.B:>4}', St('b'))
class IE(IntEnum): A=1;B=2
print(repr(IE.A),str(IE.A),f'{IE.A}', IE.A+1, IE(2), IE.A<IE.B)
E2=Enum('E2','a b c'); print(list(E2), E2.__module__, E2)
print(Enum('E3',{'x':1}), list(Flag('F3',['a','b','c'])), list(Enum('E4',[('x',3)],type=int)))
try:
    class D(Enum):
        a=1
        a=2
except TypeError as e: print(e)
try:
    @unique
    class D(Enum):
        a=1
        b=1
except ValueError as e: print(e)
@verify(CONTINUOUS)
class D(Enum):a=1;b=2
for chk,v in ((CONTINUOUS,{'a':1,'b':4}),(NAMED_FLAGS,{'a':1,'b':6}),(UNIQUE,{'a':1,'b':1})):
    for t in (Enum,Flag):
        try: print(verify(chk)(t('V',v)))
        except ValueError as e: print(e)
class Planet(Enum):
    M=(1,2)
    E=(3,4)
    def __init__(self,a,b): self.a=a;self.b=b
    @property
    def s(self): return self.a+self.b
print(Planet.M.s, Planet((3,4)), Planet.E.value, repr(Planet.M))
class N(Enum):
    def __new__(cls,v):
        o=object.__new__(cls); o._value_=v*2; return o
    A=1;B=2
print(N.A.value,N(4),N.B)
class O(Enum):
    _order_='a b'
    a=1;b=2
class T(Enum):
    a=[1]; b={}
print(T([1]),T({}), [1] in T, 5 in T)
class M(Enum):
    a=1
    @classmethod
    def _missing_(c,v): return c.a if v==9 else None
print(M(9))
try:M(8)
except ValueError as e: print(e)
print(enum.bin(5),enum.bin(-6),enum.show_flag_values(11))
class A3(Flag, boundary=CONFORM): X=1;Y=2
print(A3(7), repr(A3(0)), list(A3(3)), len(A3(3)), A3.X|A3.Y, A3.X^A3.Y, A3.X&A3.Y, bool(A3.X&A3.Y))
class A4(Flag, boundary=EJECT): X=1;Y=2
print(A4(7), A4(-1))
class A5(Flag, boundary=KEEP): X=1;Y=2
print(A5(7), repr(A5(-1)), A5(8))
class A6(Flag, boundary=STRICT): X=1;Y=2
try: A6(7)
except ValueError as e: print(e)
try: A6.X|1
except TypeError as e: print(e)
@global_enum
class GE(Enum): QQ=1
print(repr(GE.QQ),str(GE.QQ),QQ)
print(STRICT, repr(KEEP), EnumCheck.UNIQUE, repr(UNIQUE), EnumCheck, FlagBoundary)

class W(Flag):
    R=auto(); G=auto(); B=auto(); RG=R|G
print(repr(W.RG),list(W),list(W.RG),W(3) is W.RG, ~W.R, repr(W.R|W.B), W.RG|W.B)
class Fl(float, Enum): A=1.5
print(repr(Fl.A), Fl.A+1, str(Fl.A), f'{Fl.A}')
class tp(tuple,Enum): A=(1,2)
print(tp.A, tp.A.value)
class Ig(Enum):
    _ignore_='i'
    for i in range(2): vars()['x%d'%i]=i
print(list(Ig))
class AV(Enum):
    A=1
    def __init__(self,v): self._add_value_alias_(v+10)
print(AV(11))
try:
    class Bad(Enum): _foo_=1
except ValueError as e: print(e)
