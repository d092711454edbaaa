# features: KE36
# boards: host
# Functions that run when the program ends, the last one first.
import atexit
def say(*args, **kwargs):
    print(args, kwargs)
print(atexit.register(say, 1, a=2) is say)
atexit.register(say, "taken out")
atexit.unregister(say)
@atexit.register
def last():
    print("last")
@atexit.register
def leaves():
    raise SystemExit(3)
atexit.register(print, "first", sep="")
try:
    atexit.register(3)
except TypeError as e:
    print(e)
raise SystemExit
