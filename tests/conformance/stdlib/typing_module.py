# features: SM46
# python: 3.13
# What type hints are made of.
import typing
for n in typing.__all__:
    if n!='ChainMap': globals()[n]=getattr(typing,n)
T=TypeVar('T')
print(List[int], Dict[str,'x'], Optional[int], Union[int,str,None], Union[int], Callable[[int],str], Callable[...,int], Tuple[int,...], Tuple[()], Any, Literal[1,'a',1])
class A(Generic[T]): pass
print(A[int], A[T][str], get_origin(A[int]), get_args(A[int]), A.__parameters__, List[T][int], Dict[str,T].__parameters__)
print(get_origin(List[int]), get_args(Dict[str,int]), get_args(Callable[[int,str],None]), get_origin(Union[int,str]), get_args(Optional[int]))
class N(NamedTuple):
    a:int
    b:str='x'
    def m(self): return self.a
n=N(1); print(n, n.m(), N._fields, N.__annotations__, N._field_defaults, N(3,b='z'))
M=NamedTuple('M',[('x',int)]); print(M(4))
class TD(TypedDict, total=False):
    x:int
    y:Required[str]
print(TD(x=1), TD.__required_keys__, TD.__optional_keys__, TD.__total__, TD.__annotations__)
def f(a:int, b:'List[str]'=None)->'A[int]': pass
print(get_type_hints(f))
class C:
    x:'int'
    y:ClassVar[int]=3
    z:Annotated[int,'m']
print(get_type_hints(C), get_type_hints(C,include_extras=True))
@runtime_checkable
class P(Protocol):
    def go(self): ...
class Q:
    def go(self): pass
print(isinstance(Q(),P), isinstance(1,P), issubclass(Q,P))
try: isinstance(1,List[int])
except TypeError as e: print(e)
try: P()
except TypeError as e: print(e)
UserId=NewType('UserId',int); print(UserId(5), UserId, UserId.__supertype__)
print(cast(int,'x'), TYPE_CHECKING, ForwardRef('x'))
@overload
def g(a:int): ...
@overload
def g(a:str): ...
def g(a): pass
print(len(get_overloads(g)))
@final
class F: pass
print(F.__final__, NoReturn, Never, Self, ClassVar[int], Final[int], Concatenate, Annotated[int,1,2], Annotated[Annotated[int,1],2])
try: assert_never(1)
except AssertionError as e: print(e)
class S(SupportsInt): pass
print(isinstance(3,SupportsInt), isinstance('',SupportsInt), isinstance(1.5,SupportsRound))
print(Union[int,str]==Union[str,int], hash(Union[int,str])==hash(Union[str,int]), List[int]==List[int], Literal[1]==Literal[True], Optional[List[int]]|None)
print(int|None, List[int]|None, isinstance(1,Union[int,str]), issubclass(int,Union[int,str]))
class D(Dict[str,T]): pass
print(D.__mro__, D.__orig_bases__)
try: Union[()]
except TypeError as e: print(e)
try: List[int,str]
except TypeError as e: print(e)
try: Optional[1,2]
except TypeError as e: print(e)
print(typing.get_type_hints(typing.NamedTuple('X',[('a','int')])), Iterable[int], Type[int], ContextManager[int], Generator[int], Pattern[str])
class Proto2(Protocol[T]):
    attr:int
    def meth(self)->T: ...
print(sorted(get_protocol_members(Proto2)), is_protocol(Proto2), Proto2[int])
def deco(x): return x
print(no_type_check(deco) is deco, is_typeddict(TD))
def h[X, *Y, **Z](a:X,*b:*Y)->X: pass
print(h.__type_params__, get_type_hints(h))
class G2[X]: 
    v:X
print(G2[int], G2.__type_params__, G2.__parameters__)
type Al[X]=list[X]
print(Al, Al[int], Al.__value__)
print(Unpack[Tuple[int,str]], Required[int], TypeGuard[int], LiteralString)
class Emp(NamedTuple, Generic[T]):
    x:T
print(Emp[int], Emp(1))
print(sorted(typing.__all__)[:5], len([n for n in typing.__all__ if n]))
