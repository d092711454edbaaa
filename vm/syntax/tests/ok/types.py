# Type parameters and aliases.
type A = int
type A[T] = list[T]
type A[T: int, *Ts, **P] = B
type A[T = int, *Ts = *tuple[int], **P = [int]] = B
def f[T](a: T) -> T: pass
def f[T: (int, str), *Ts, **P](): pass
class A[T]: pass
class A[T: B = C](B[T], metaclass=D): pass
async def f[T,](): pass
