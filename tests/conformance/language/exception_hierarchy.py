# features: BI16
# The tree of builtin exceptions.
names = """ArithmeticError AssertionError AttributeError BaseException BufferError EOFError Exception
FloatingPointError GeneratorExit ImportError IndentationError IndexError KeyError KeyboardInterrupt LookupError
MemoryError ModuleNotFoundError NameError NotImplementedError OSError OverflowError RecursionError RuntimeError
StopAsyncIteration StopIteration SyntaxError SystemError SystemExit TabError TypeError UnboundLocalError
UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError""".split()
import builtins
for name in names:
    c = getattr(builtins, name)
    print(name, [b.__name__ for b in c.__mro__[1:-1]])
