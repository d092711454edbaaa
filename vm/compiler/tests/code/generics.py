def first[T: int, *Ts, **P](x: T, y: "T" = 1, *args: *Ts) -> T:
    return x


class Box[T = int]:
    def get[U: (int, str)](self) -> U: ...


type Alias[T] = list[T] | Box
type Plain = int
