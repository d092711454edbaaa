//! Storage of `set` and `frozenset`.
