# features: BI16
# boards: host
# An exit of 0 or None is success, and finally runs.
import sys
try:
    print("before")
    sys.exit()
finally:
    print("cleaned up")
