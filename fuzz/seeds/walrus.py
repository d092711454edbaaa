if (n := f()) and [y := n, y ** 2]: print(n)
