"""The tower of abstract numbers (PEP 3141)."""
from abc import ABCMeta, abstractmethod

__all__ = ['Number', 'Complex', 'Real', 'Rational', 'Integral']


class Number(metaclass=ABCMeta):
    """The root of the tower."""
    __slots__ = ()
    __hash__ = None


def _abstract(names, namespace):
    # Abstract methods that nothing more is known of.
    for name in names.split():
        def method(self, *args):
            raise NotImplementedError
        method.__name__ = f'__{name}__'
        namespace[f'__{name}__'] = abstractmethod(method)


class Complex(Number):
    """What can be done with a complex number."""
    __slots__ = ()

    _abstract('complex add radd neg pos mul rmul truediv rtruediv pow rpow abs eq', locals())

    def __bool__(self):
        return self != 0

    @property
    @abstractmethod
    def real(self):
        """The real part."""
        raise NotImplementedError

    @property
    @abstractmethod
    def imag(self):
        """The imaginary part."""
        raise NotImplementedError

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    @abstractmethod
    def conjugate(self):
        """The number with its imaginary part negated."""
        raise NotImplementedError


Complex.register(complex)


class Real(Complex):
    """Complex numbers that have an order and can be rounded."""
    __slots__ = ()

    _abstract('float trunc floor ceil round floordiv rfloordiv mod rmod lt le', locals())

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        """The number itself."""
        return +self

    @property
    def imag(self):
        """Always zero."""
        return 0

    def conjugate(self):
        """The number itself."""
        return +self


Real.register(float)


class Rational(Real):
    """Real numbers that are a fraction of integers."""
    __slots__ = ()

    @property
    @abstractmethod
    def numerator(self):
        """What stands above the line of the reduced fraction."""
        raise NotImplementedError

    @property
    @abstractmethod
    def denominator(self):
        """What stands below the line of the reduced fraction."""
        raise NotImplementedError

    def __float__(self):
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """Whole numbers, with bits and shifts."""
    __slots__ = ()

    _abstract('int pow lshift rlshift rshift rrshift and rand xor rxor or ror invert', locals())

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        """The number itself."""
        return +self

    @property
    def denominator(self):
        """Always one."""
        return 1


Integral.register(int)
