from . import first as one
from .first import value
from .deep import below
from .deep.below import up
import ipack.deep.below as b
print("second:", one.value, value, up, b is below)
