# features: BI16
# expect: error
# boards: host
# The number is the exit status; nothing is printed for it.
import sys
print("out")
sys.exit(7)
