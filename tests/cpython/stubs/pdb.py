"""A debugger that doctest can derive from."""


class Pdb:
    """No debugger."""
