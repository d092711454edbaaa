"""Says that `heapq` is fast here: nothing of CPython's accelerator is in it."""
