"""weakref.WeakSet: a set that does not keep its items alive."""
from _weakref import ref
from _collections_abc import MutableSet

__all__ = 'WeakSet',


class _Guarded:
    # A collection whose dead entries wait while somebody iterates over it.

    def _start(self):
        self._pending = []
        self._iterating = 0

    def _died(self):
        # The callback of the references.
        own = ref(self)

        def callback(reference):
            self = own()
            if self is not None:
                if self._iterating:
                    self._pending.append(reference)
                else:
                    self._discard(reference)
        return callback

    def _commit(self):
        while self._pending and not self._iterating:
            self._discard(self._pending.pop())

    def _walk(self, items):
        self._commit()
        self._iterating += 1
        try:
            yield from items
        finally:
            self._iterating -= 1
            self._commit()


class WeakSet(_Guarded, MutableSet):
    """A set that references its items weakly."""

    def __init__(self, data=None):
        self._start()
        self._remove = self._died()
        self.data = set()
        if data is not None:
            self.update(data)

    def _discard(self, reference):
        self.data.discard(reference)

    def __iter__(self):
        for reference in self._walk(self.data):
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return len(self.data) - len(self._pending)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            return False
        return reference in self.data

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    def add(self, item):
        self._commit()
        self.data.add(ref(item, self._remove))

    def clear(self):
        self._commit()
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def pop(self):
        self._commit()
        while True:
            try:
                item = self.data.pop()()
            except KeyError:
                raise KeyError('pop from empty WeakSet') from None
            if item is not None:
                return item

    def remove(self, item):
        self._commit()
        self.data.remove(ref(item))

    def discard(self, item):
        self._commit()
        self.data.discard(ref(item))

    def update(self, other):
        self._commit()
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        new = self.copy()
        new.difference_update(other)
        return new

    __sub__ = difference

    def difference_update(self, other):
        self -= other if other is self else list(other)

    def __isub__(self, other):
        self._commit()
        if self is other:
            self.data.clear()
        else:
            self.data.difference_update([ref(item) for item in other])
        return self

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        self &= other

    def __iand__(self, other):
        self._commit()
        self.data.intersection_update([ref(item) for item in other])
        return self

    def _refs(self, other):
        return set(map(ref, other))

    def issubset(self, other):
        return self.data.issubset(self._refs(other))

    __le__ = issubset

    def __lt__(self, other):
        return self.data < self._refs(other)

    def issuperset(self, other):
        return self.data.issuperset(self._refs(other))

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > self._refs(other)

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == self._refs(other)

    def symmetric_difference(self, other):
        new = self.copy()
        new.symmetric_difference_update(other)
        return new

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        self ^= other

    def __ixor__(self, other):
        self._commit()
        if self is other:
            self.data.clear()
        else:
            self.data.symmetric_difference_update([ref(item, self._remove) for item in other])
        return self

    def union(self, other):
        return self.__class__(item for each in (self, other) for item in each)

    __or__ = union

    def isdisjoint(self, other):
        return not any(item in self for item in other)

    def __repr__(self):
        return repr(self.data)

    __class_getitem__ = classmethod(type(list[int]))
