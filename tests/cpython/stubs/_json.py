"""Says that `json` is fast here: nothing of CPython's accelerator is in it."""
