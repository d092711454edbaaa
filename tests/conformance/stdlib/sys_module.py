# features: SM16
# What every program may ask of sys.
import sys
print(sys.maxsize > 2 ** 30, sys.byteorder, sys.version_info[0], sys.version_info >= (3, 11), sys.version_info.major, isinstance(sys.version, str), isinstance(sys.path, list))
print(isinstance(sys.argv, list), "sys" in sys.modules, sys.modules["sys"] is sys, isinstance(sys.platform, str), isinstance(sys.implementation.name, str), sys.getrecursionlimit() > 50)
x = []
print(sys.getrefcount(x) >= 2, sys.maxunicode, sys.intern("abc") is sys.intern("abc"), isinstance(sys.hexversion, int), sys.float_info.max, sys.float_info.epsilon)
print(sys.stdout.write("") , sys.stderr is not None, sys.getsizeof(1) > 0, sys.exc_info())
