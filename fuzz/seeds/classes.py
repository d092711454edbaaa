class A(B, metaclass=C, k=1):
    x = 1
    def m(self): return super().m(), __class__
    class D: y = [x for x in range(3)]
