"""Abstract classes of sequences."""
from abc import ABCMeta, abstractmethod
from _collections import deque
from _collections_abc import Collection, Reversible

__name__ = 'collections.abc'
__all__ = 'Sequence', 'MutableSequence', 'ByteString'


class Sequence(Reversible, Collection):
    """All the operations on a read-only sequence."""
    __slots__ = ()
    __abc_tpflags__ = 1 << 5

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        index = 0
        try:
            while True:
                yield self[index]
                index += 1
        except IndexError:
            return

    def __contains__(self, value):
        return any(each is value or each == value for each in self)

    def __reversed__(self):
        for index in reversed(range(len(self))):
            yield self[index]

    def index(self, value, start=0, stop=None):
        '''S.index(value, [start, [stop]]) -> integer -- return first index of value.'''
        if start is not None and start < 0:
            start = max(len(self) + start, 0)
        if stop is not None and stop < 0:
            stop += len(self)
        index = start
        while stop is None or index < stop:
            try:
                each = self[index]
            except IndexError:
                break
            if each is value or each == value:
                return index
            index += 1
        raise ValueError

    def count(self, value):
        'S.count(value) -> integer -- return number of occurrences of value'
        return sum(1 for each in self if each is value or each == value)


class _DeprecateByteStringMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        from warnings import warn
        warn("'collections.abc.ByteString' is deprecated and slated for removal in Python 3.14",
             DeprecationWarning, stacklevel=2)
        return super().__instancecheck__(instance)


class ByteString(Sequence, metaclass=_DeprecateByteStringMeta):
    """This unifies bytes and bytearray."""
    __slots__ = ()


class MutableSequence(Sequence):
    """All the operations on a read-write sequence."""
    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        'S.insert(index, value) -- insert value before index'
        raise IndexError

    def append(self, value):
        'S.append(value) -- append value to the end of the sequence'
        self.insert(len(self), value)

    def clear(self):
        'S.clear() -> None -- remove all items from S'
        try:
            while True:
                self.pop()
        except IndexError:
            pass

    def reverse(self):
        'S.reverse() -- reverse *IN PLACE*'
        last = len(self) - 1
        for index in range((last + 1) // 2):
            self[index], self[last - index] = self[last - index], self[index]

    def extend(self, values):
        'S.extend(iterable) -- extend sequence by appending elements from the iterable'
        if values is self:
            values = list(values)
        for value in values:
            self.append(value)

    def pop(self, index=-1):
        '''S.pop([index]) -> item -- remove and return item at index (default last).'''
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        '''S.remove(value) -- remove first occurrence of value.'''
        del self[self.index(value)]

    def __iadd__(self, values):
        self.extend(values)
        return self


for _type in tuple, str, range, memoryview:
    Sequence.register(_type)
for _type in list, bytearray, deque:
    MutableSequence.register(_type)
for _type in bytes, bytearray:
    ByteString.register(_type)
