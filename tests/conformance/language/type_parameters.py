# features: LG22 LG20
# python: 3.13
# Type parameters at run time, without module typing.
from _typing import TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic, NoDefault


def attempt(function, *args, **kw):
    try:
        print(function(*args, **kw))
    except Exception as e:
        print(type(e).__name__, e)


def f[T](x: T) -> T:
    return x


print(f.__type_params__, f.__annotations__, f(3), f.__name__)
(T,) = f.__type_params__
print(T.__name__, T.__bound__, T.__constraints__, T.__infer_variance__, T.__covariant__, T.__module__)
print(T.__default__ is NoDefault, T.has_default(), NoDefault)


class A[T, U: int, V: (str, bytes), **P]:
    x: T

    def m[W](self, y: W) -> tuple[T, W]:
        return y

    class Inner[X]:
        pass


print(A.__type_params__, A.__bases__, A.__parameters__, A.__orig_bases__)
print([(p.__name__, type(p).__name__) for p in A.__type_params__])
print(A.__type_params__[1].__bound__, A.__type_params__[2].__constraints__)
print(A.m.__type_params__, A.m.__annotations__, A.Inner.__parameters__, A.__annotations__)
print(A.__mro__, A.__qualname__, A.Inner.__qualname__, A.m.__qualname__)
P = A.__type_params__[3]
print(P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, P.args == P.kwargs)
lazy = []


def bound():
    lazy.append(1)
    return int


def g[T: bound()]():
    pass


print(lazy)
print(g.__type_params__[0].__bound__, g.__type_params__[0].__bound__, lazy)


class D[T = int, U = list[T]]:
    pass


print(D.__type_params__[0].__default__, D.__type_params__[1].__default__, D.__type_params__[0].has_default())
type X = int | Y
Y = str
print(X, X.__value__, X.__name__, X.__type_params__, type(X).__name__, X.__module__)
type L[T] = list[T] | None
print(L, L.__value__, L.__type_params__, L.__parameters__, L[int], type(L[int]).__name__)
print(L[int].__origin__ is L, L[int].__args__)
attempt(lambda: X[int])
type Rec = list[Rec]
print(Rec.__value__)
type Bad = undefined_name
attempt(lambda: Bad.__value__)
attempt(setattr, X, "__value__", 1)
Z = TypeAliasType("Z", dict, type_params=(T,))
print(Z, Z.__value__, Z.__type_params__)

print(TypeVar("T1"), TypeVar("T2", covariant=True), TypeVar("T3", contravariant=True), TypeVar("T4", infer_variance=True))
print(TypeVar("T5", int, str).__constraints__, TypeVar("T6", bound=int).__bound__, TypeVar("T7", default=int).__default__)
attempt(TypeVar, "T", int)
attempt(TypeVar, 1)
attempt(TypeVar, "T", covariant=True, contravariant=True)
attempt(TypeVar, "T", int, str, bound=int)
attempt(lambda: type("S", (T,), {}))
print(ParamSpec("P1"), TypeVarTuple("Ts"))


# a class that names the parameters of another
class B[T, U](A[T, int, str, [U]]):
    pass


print(B.__parameters__, B.__bases__)
x = A[int, bool, str, [int]]
print(x.__origin__, x.__parameters__)
o = D[int]()
print(type(o).__name__, o.__orig_class__.__origin__ is D)
attempt(lambda: D[int, str, bytes])
attempt(lambda: f[int])

# aliases of builtin types
l = list[T]
print(l, l.__parameters__, l[int], l[str].__args__, dict[T, T].__parameters__)
U = TypeVar("U")
print(dict[T, U][int, str], dict[U, list[T]].__parameters__, dict[U, list[T]][int, str])
attempt(lambda: list[int][str])
attempt(lambda: dict[T, U][int])
attempt(lambda: dict[T, U][int, str, bytes])
print(list[int] == list[int], list[int] != list[str], hash(list[int]) == hash(list[int]))
print((list[T] | None).__parameters__, (list[T] | None)[int])
print((int | str) == (str | int), hash(int | str) == hash(str | int), int | str | int, int | None)
print(*tuple[int, str], list[*tuple[int, str]] if True else 0)
print(isinstance(1, int | str), isinstance(1.5, int | str), issubclass(bool, int | str))
attempt(isinstance, 1, list[int])
attempt(isinstance, [], list[int] | int)
attempt(lambda: int | 5)
print(list[int].append is not None, list[int].__name__, list[int].__doc__ == list.__doc__)
print(type(list[int])(list, (int,)) == list[int])


class Old(Generic[T, U]):
    pass


print(Old.__parameters__, Old.__bases__)
attempt(lambda: Generic[()])
attempt(lambda: Generic[int])
attempt(lambda: Generic[T, T])
attempt(lambda: type("Q", (Generic,), {}))


def h():
    class Local[T]:
        y: "T"
        def m(self) -> T: ...
    return Local


print(h().__qualname__, h().m.__annotations__, h().__annotations__)


async def co[T](x: T): ...
print(co.__type_params__)
print((lambda: 0).__type_params__)
f.__type_params__ = (U,)
print(f.__type_params__)
