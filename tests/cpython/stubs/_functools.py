"""Says that `functools` is fast here: nothing of CPython's accelerator is in it."""
