"""Fraction, infinite-precision, rational numbers."""
import math
import operator
import re
import sys
from numbers import Complex, Rational

__all__ = ['Fraction']

_modulus = sys.hash_info.modulus
_text = re.compile(r'\s*([-+]?)(?=\d|\.\d)(\d*|\d+(?:_\d+)*)'
                   r'(?:\s*/\s*(\d+(?:_\d+)*)|(?:\.(\d*|\d+(?:_\d+)*))?(?:[eE]([-+]?\d+(?:_\d+)*))?)\s*\Z')
_spec = re.compile(r'(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([eEfFgG%]?)\Z', re.DOTALL)


def _round_half_even(n, d):
    # The integer nearest to n / d.
    floor, rest = divmod(n, d)
    return floor + (rest * 2 > d or rest * 2 == d and floor & 1)


def _digits(n, d, figures):
    # n / d as an integer of `figures` digits and the power of ten that goes with it.
    if not n:
        return 0, 1 - figures
    exponent = len(str(n)) - len(str(d))
    exponent += n * 10 ** max(-exponent, 0) >= d * 10 ** max(exponent, 0)
    exponent -= figures
    digits = _round_half_even(n * 10 ** max(-exponent, 0), d * 10 ** max(exponent, 0))
    return (digits // 10, exponent + 1) if len(str(digits)) > figures else (digits, exponent)


class Fraction(Rational):
    """A rational number, n / d in lowest terms."""

    __slots__ = '_numerator', '_denominator'

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                n, d = numerator, 1
            elif isinstance(numerator, Rational):
                n, d = numerator.numerator, numerator.denominator
            elif isinstance(numerator, str):
                n, d = cls._parse(numerator)
            elif hasattr(numerator, 'as_integer_ratio'):
                n, d = numerator.as_integer_ratio()
            else:
                raise TypeError('argument should be a string or a Rational instance')
        else:
            if not (isinstance(numerator, Rational) and isinstance(denominator, Rational)):
                raise TypeError('both arguments should be Rational instances')
            n = numerator.numerator * denominator.denominator
            d = denominator.numerator * numerator.denominator
        if not d:
            raise ZeroDivisionError(f'Fraction({n}, 0)')
        divisor = math.gcd(n, d)
        if d < 0:
            divisor = -divisor
        self._numerator, self._denominator = n // divisor, d // divisor
        return self

    @staticmethod
    def _parse(text):
        match = _text.match(text)
        if match is None:
            raise ValueError(f'Invalid literal for Fraction: {text!r}')
        sign, whole, denominator, decimal, exponent = match.groups()
        n, d = int(whole or '0'), int(denominator or '1')
        if decimal:
            decimal = decimal.replace('_', '')
            d = 10 ** len(decimal)
            n = n * d + int(decimal)
        exponent = int(exponent or 0)
        n *= 10 ** max(exponent, 0)
        d *= 10 ** max(-exponent, 0)
        return -n if sign == '-' else n, d

    @classmethod
    def _make(cls, n, d):
        # Of numbers in lowest terms.
        self = super().__new__(cls)
        self._numerator, self._denominator = n, d
        return self

    _from_coprime_ints = _make

    @classmethod
    def from_float(cls, f):
        """Converts a finite float to a rational number, exactly."""
        if not isinstance(f, (int, float)):
            raise TypeError(f'{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})')
        return cls._make(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """Converts a finite Decimal instance to a rational number, exactly."""
        return cls._make(*dec.as_integer_ratio())

    def is_integer(self):
        """Return True if the Fraction is an integer."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """Return a pair of integers, whose ratio is equal to the original Fraction."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """Closest Fraction to self with denominator at most max_denominator."""
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Convergents of the continued fraction, as long as their denominators fit.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while (q2 := q0 + (a := n // d) * q1) <= max_denominator:
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction._make(p1, q1)
        return Fraction._make(p0 + k * p1, q0 + k * q1)

    numerator = property(lambda self: self._numerator)
    denominator = property(lambda self: self._denominator)

    def __repr__(self):
        return f'{self.__class__.__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f'{self._numerator}/{self._denominator}'

    def __format__(self, format_spec, /):
        match = _spec.match(format_spec)
        if match is None or match[6] and match[2]:
            raise ValueError(f'Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}')
        fill, align, sign, z, alternate, zero, width, comma, precision, kind = match.groups()
        n, d = abs(self._numerator), self._denominator
        negative = self._numerator < 0
        if not kind:
            if z or zero or precision:
                raise ValueError(
                    f'Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}')
            body = f'{n:{comma}}' + (f'/{d:{comma}}' if d > 1 or alternate else '')
            fill = fill or ' '
        else:
            body, is_zero = self._body(n, d, kind, 6 if precision is None else int(precision), alternate)
            negative = negative and not (z and is_zero)
            whole = body[:next((at for at, each in enumerate(body) if not each.isdigit()), len(body))]
            rest = body[len(whole):]
            prefix = len('-' if negative else sign.strip('-'))
            if zero:
                room = int(width or 0) - prefix - len(rest)
                whole = whole.zfill(room - (room - 1) // 4 * bool(comma)) if room > 0 else whole
                fill, align = '0', '='
            body = (f'{int(whole):0{len(whole)}}' if not comma else
                    re.sub(r'(?<=\d)(?=(?:\d{3})+\Z)', comma, whole)) + rest
        prefix = '-' if negative else '' if sign == '-' else sign
        padding = (fill or ' ') * (int(width or 0) - len(prefix) - len(body))
        if align == '<':
            return prefix + body + padding
        if align == '=':
            return prefix + padding + body
        if align == '^':
            half = len(padding) // 2
            return padding[:half] + prefix + body + padding[half:]
        return padding + prefix + body

    @staticmethod
    def _body(n, d, kind, precision, alternate):
        # The text of n / d without sign, and whether all its digits are zero.
        if kind in 'fF%':
            digits = _round_half_even(n * 10 ** (precision + (2 if kind == '%' else 0)), d)
            exponent = -precision
            scientific = False
        else:
            figures = precision + 1 if kind in 'eE' else max(precision, 1)
            digits, exponent = _digits(n, d, figures)
            power = exponent + figures - 1
            scientific = kind in 'eE' or not -4 <= power < figures
        text = str(digits)
        suffix = '%' if kind == '%' else ''
        if scientific:
            text = text.zfill(figures)
            suffix = f'{"E" if kind in "EG" else "e"}{power:+03d}'
            whole, part = text[0], text[1:]
        else:
            text = text.zfill(1 - exponent) if exponent < 0 else text + '0' * exponent
            at = len(text) + min(exponent, 0)
            whole, part = text[:at], text[at:]
        if kind in 'gG' and not alternate:
            part = part.rstrip('0')
        return whole + ('.' if part or alternate else '') + part + suffix, not digits

    def _operators(function, fallback):
        # `a op b` and its mirror: exact with rationals, else as float or complex.
        def forward(a, b):
            if isinstance(b, Fraction):
                return function(a, b)
            if isinstance(b, int):
                return function(a, Fraction(b))
            if isinstance(b, float):
                return fallback(float(a), b)
            if isinstance(b, complex):
                return fallback(complex(float(a)), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, Rational):
                return function(Fraction(a), b)
            if isinstance(a, (int, float)) or hasattr(a, '__float__') and not isinstance(a, complex):
                return fallback(float(a), float(b))
            if isinstance(a, Complex):
                return fallback(complex(a), complex(float(b)))
            return NotImplemented
        forward.__name__ = f'__{fallback.__name__.strip("_")}__'
        reverse.__name__ = f'__r{fallback.__name__.strip("_")}__'
        return forward, reverse

    __add__, __radd__ = _operators(
        lambda a, b: Fraction(a._numerator * b._denominator + b._numerator * a._denominator,
                              a._denominator * b._denominator), operator.add)
    __sub__, __rsub__ = _operators(
        lambda a, b: Fraction(a._numerator * b._denominator - b._numerator * a._denominator,
                              a._denominator * b._denominator), operator.sub)
    __mul__, __rmul__ = _operators(
        lambda a, b: Fraction(a._numerator * b._numerator, a._denominator * b._denominator), operator.mul)
    __truediv__, __rtruediv__ = _operators(
        lambda a, b: (Fraction(a._numerator * b._denominator, a._denominator * b._numerator) if b._numerator else
                      Fraction((a._numerator > 0) - (a._numerator < 0), 0)), operator.truediv)
    __floordiv__, __rfloordiv__ = _operators(
        lambda a, b: a._numerator * b._denominator // (a._denominator * b._numerator), operator.floordiv)
    __mod__, __rmod__ = _operators(
        lambda a, b: Fraction(a._numerator * b._denominator % (b._numerator * a._denominator),
                              a._denominator * b._denominator), operator.mod)
    __divmod__, __rdivmod__ = _operators(lambda a, b: (a // b, a % b), divmod)
    del _operators

    def __pow__(a, b, modulo=None):
        if modulo is not None:
            return NotImplemented
        if isinstance(b, Rational):
            if b.denominator != 1:
                return float(a) ** float(b)
            power, n, d = b.numerator, a._numerator, a._denominator
            if power < 0:
                if not n:
                    raise ZeroDivisionError(f'Fraction({d ** -power}, 0)')
                power, n, d = -power, d if n > 0 else -d, abs(n)
            return Fraction._make(n ** power, d ** power)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a, modulo=None):
        if modulo is not None:
            return NotImplemented
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, Rational):
            return Fraction(a.numerator, a.denominator) ** b
        return a ** float(b)

    def __pos__(a):
        return Fraction._make(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction._make(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction._make(abs(a._numerator), a._denominator)

    def __int__(a, _index=operator.index):
        n = a._numerator
        return _index(-(-n // a._denominator) if n < 0 else n // a._denominator)

    __trunc__ = __int__

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            return _round_half_even(self._numerator, self._denominator)
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, _modulus)
        except ValueError:
            value = sys.hash_info.inf
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        value = value if self._numerator >= 0 else -value
        return -2 if value == -1 else value

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            return a == a.from_float(b) if math.isfinite(b) else 0.0 == b
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            return op(self, self.from_float(other)) if math.isfinite(other) else op(0.0, other)
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, operator.lt)

    def __gt__(a, b):
        return a._compare(b, operator.gt)

    def __le__(a, b):
        return a._compare(b, operator.le)

    def __ge__(a, b):
        return a._compare(b, operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
