"""Says that `operator` is fast here: nothing of CPython's accelerator is in it."""
