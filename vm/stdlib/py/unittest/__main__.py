"""Main entry point"""

import sys

from .main import TestProgram

__unittest = True

sys.argv[0] = "python -m unittest"
TestProgram(module=None)
