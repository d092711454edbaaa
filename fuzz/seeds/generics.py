type A[T: int, *U, **P] = dict[T, U]
def f[T](x: T) -> T: return x
class C[T](D[T]): pass
