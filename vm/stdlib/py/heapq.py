"""Heap queue algorithm (a.k.a. priority queue)."""
# The cores are in Rust: vm/stdlib/src/heap.rs.

from _heap import (_heapify_max, _heappop_max, _heapreplace_max, heapify, heappop, heappush, heappushpop,
                   heapreplace)

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


def merge(*iterables, key=None, reverse=False):
    '''Merge multiple sorted inputs into a single sorted output.'''
    make, pop, replace = heapify, heappop, heapreplace
    if reverse:
        make, pop, replace = _heapify_max, _heappop_max, _heapreplace_max
    # Entries are [key, rank, value, next of the iterator]; ranks differ, so nothing behind is compared.
    heap = []
    for rank, iterable in enumerate(iterables):
        step = iter(iterable).__next__
        try:
            value = step()
        except StopIteration:
            continue
        heap.append([value if key is None else key(value), -rank if reverse else rank, value, step])
    make(heap)
    while len(heap) > 1:
        entry = heap[0]
        yield entry[2]
        try:
            value = entry[2] = entry[3]()
        except StopIteration:
            pop(heap)
        else:
            entry[0] = value if key is None else key(value)
            replace(heap, entry)
    if heap:
        _, _, value, step = heap[0]
        yield value
        yield from step.__self__


def _select(n, iterable, key, order, make, replace, before):
    # The n first items in an order: a heap of [key, rank, item] whose top is the last of them.
    items = iter(iterable)
    heap = [(item if key is None else key(item), rank, item)
            for rank, item in zip(range(0, n * order, order), items)]
    if not heap:
        return []
    make(heap)
    top = heap[0][0]
    rank = n * order
    for item in items:
        value = item if key is None else key(item)
        if before(value, top):
            replace(heap, (value, rank, item))
            top = heap[0][0]
            rank += order
    heap.sort(reverse=order < 0)
    return [item for _, _, item in heap]


def nsmallest(n, iterable, key=None):
    """Find the n smallest elements in a dataset."""
    return _select(n, iterable, key, 1, _heapify_max, _heapreplace_max, lambda a, b: a < b)


def nlargest(n, iterable, key=None):
    """Find the n largest elements in a dataset."""
    return _select(n, iterable, key, -1, heapify, heapreplace, lambda a, b: b < a)
