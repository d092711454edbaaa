# Modules: from files, from the firmware, missing ones, attributes that are missing.
import gc
import math
import sys
import support.part
from support import VALUE, shout as say
from support.part import *

print(math.floor(math.sqrt(50)), say("x"), VALUE, doubled(4), support.part.__name__)
for name in ("nowhere", "support.nowhere", "math.nowhere"):
    try:
        __import__(name)
    except ImportError as error:
        print(type(error).__name__, error)
try:
    from support import nothing
except ImportError as error:
    print(error.name)
print("support.part" in sys.modules, gc.isenabled(), sys.path is sys.path, sorted(support.part.__all__))
del sys.modules["support.part"]
import support.part as again
print(again is not None, again.doubled(2))
