"""Says that `bisect` is fast here: nothing of CPython's accelerator is in it."""
