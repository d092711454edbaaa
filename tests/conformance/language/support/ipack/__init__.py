"""A package."""
print("ipack runs as", __name__, __package__, [part.rpartition("/")[2] for part in __path__])
from . import first
from .first import value as copied
