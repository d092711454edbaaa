import sys
print("fails is there:", "ipack.fails" in sys.modules)
1 / 0
