import sys
print("main:", __name__, __package__, __spec__.name, sys.argv[1:], sys.argv[0].rpartition("/")[2])
