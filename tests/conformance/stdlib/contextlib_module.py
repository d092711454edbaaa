# features: SM46
# python: 3.13
# Context managers made of generators, stacks of them, redirections.
import sys
from contextlib import *
@contextmanager
def managed(name):
    "its text"
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
    finally:
        print("exit", name)
print(managed.__doc__, managed.__name__)
with managed("a") as a, managed("b") as b:
    print(a, b)
    raise ValueError(1)
@managed("deco")
def decorated():
    return 5
print(decorated(), decorated())
@contextmanager
def twice():
    yield
    yield
@contextmanager
def never():
    if False:
        yield
for wrong in (twice, never):
    try:
        with wrong():
            print("in")
    except RuntimeError as e:
        print(e)
@contextmanager
def passes():
    yield
for error in (StopIteration("spam"), RuntimeError("r"), KeyError(2)):
    try:
        with passes():
            raise error
    except Exception as e:
        print(repr(e), e is error)
with suppress(ZeroDivisionError, KeyError):
    1 / 0
try:
    with suppress(ValueError):
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except ExceptionGroup as e:
    print(repr(e))
class Closes:
    def close(self):
        print("closed")
with closing(Closes()) as c:
    print(type(c).__name__)
class Sink:
    def __init__(self):
        self.text = ""
    def write(self, text):
        self.text += text
sink = Sink()
with redirect_stdout(sink):
    print("hidden")
print(repr(sink.text), nullcontext(3).__enter__())
with ExitStack() as stack:
    stack.enter_context(managed("one"))
    stack.callback(print, "called", sep="")
    @stack.push
    def leave(kind, error, traceback):
        print("leaving", kind)
        return True
    stack.callback(lambda: 1 / 0)
    raise KeyError("k")
with ExitStack() as stack:
    stack.callback(print, "moved")
    kept = stack.pop_all()
print("not yet")
kept.close()
try:
    with ExitStack() as stack:
        stack.callback(lambda: {}[1])
        stack.callback(lambda: 1 / 0)
        raise ValueError("first")
except KeyError as e:
    print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
try:
    ExitStack().enter_context(3)
except TypeError as e:
    print(e)
class Manager(AbstractContextManager):
    def __exit__(self, *details):
        print("left")
with Manager() as m:
    print(m is not None, issubclass(Closes, AbstractContextManager), isinstance(managed("x"), AbstractContextManager))
def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value
@asynccontextmanager
async def amanaged(name):
    print("aenter", name)
    try:
        yield name
    finally:
        print("aexit", name)
async def main():
    async with amanaged("x") as x, AsyncExitStack() as stack:
        print(x, await stack.enter_async_context(amanaged("y")))
        stack.push_async_callback(aprint, "async callback")
        stack.callback(print, "plain callback")
        raise KeyError(3)
async def aprint(*args):
    print(*args)
try:
    run(main())
except KeyError as e:
    print(repr(e))
