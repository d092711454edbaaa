# features: LG31
# Forms of import over modules that are always there.
import sys
import sys as system
import math, sys as s2
from math import pi, sqrt as root
from math import (floor, ceil,)
print(system is sys is s2, pi == math.pi, root(16), floor(1.5), ceil(1.5))
try:
    import no_such_module_here
except ImportError as e:
    print(type(e).__name__, e, e.name)
try:
    from math import no_such_name
except ImportError as e:
    print(type(e).__name__, str(e).split(" (")[0])
print("math" in sys.modules, sys.modules["math"] is math, __name__)
def local():
    import math as m
    from math import e
    return m is math, e > 2
print(local())
