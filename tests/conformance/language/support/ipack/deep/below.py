from ..first import value as up
from .. import first
