# features: LG12 LG14 LG06 BI01
# Asynchronous generators, comprehensions, and coroutines by hand.
import sys


class Tick:
    def __init__(self, n=1):
        self.n = n

    def __await__(self):
        for i in range(self.n):
            x = yield ("tick", i)
            if x is not None:
                print("sent", x)
        return self.n * 10


def run(coro):
    steps = 0
    value = None
    try:
        while True:
            coro.send(value)
            steps += 1
    except StopIteration as e:
        return e.value, steps


def attempt(function, *args):
    try:
        print(function(*args))
    except BaseException as e:
        print(type(e).__name__, e)


async def numbers(n):
    try:
        for i in range(n):
            await Tick()
            got = yield i
            if got is not None:
                print("got", got)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        await Tick()
        print("finally")


async def main():
    print([x async for x in numbers(3)])
    print({x async for x in numbers(2)}, {x: x * x async for x in numbers(2)})
    print([await Tick(x) async for x in numbers(3) if x])
    async for x in numbers(2):
        print("item", x)
    else:
        print("else")
    g = numbers(5)
    print(await g.__anext__(), await g.asend("hello"), await anext(g))
    print(await g.athrow(ValueError("oops")))
    await g.aclose()
    print(await anext(g, "default"))
    try:
        await anext(g)
    except StopAsyncIteration as e:
        print("stop", e.args)
    gg = (x + 1 async for x in numbers(2))
    print(type(gg).__name__, [y async for y in gg])
    return "done"


print(run(main()))
g = numbers(2)
print(type(g), type(g.__anext__()).__name__ if False else "", g.__aiter__() is g)
print(g.ag_running, g.ag_await, g.ag_code.co_name, g.__name__, g.__qualname__)
s = g.asend(None)
print(s.send(None), g.ag_running)
other = g.asend(None)
attempt(other.send, None)
attempt(other.send, None)
attempt(s.send, None)
attempt(s.send, None)
c = g.aclose()
attempt(c.send, None)
attempt(c.send, None)
attempt(c.send, None)
attempt(g.asend(None).send, None)
attempt(g.asend(1).send, None)
attempt(g.athrow(ValueError).send, None)
attempt(g.aclose().send, None)


async def stubborn():
    try:
        yield 1
    finally:
        yield 2


g = stubborn()
attempt(g.asend(None).send, None)
attempt(g.aclose().send, None)
g = stubborn()
attempt(g.asend(1).send, None)


async def raises():
    yield 1
    raise StopAsyncIteration


g = raises()
attempt(g.asend(None).send, None)
attempt(g.asend(None).send, None)


async def stop():
    yield 1
    raise StopIteration(3)


g = stop()
attempt(g.asend(None).send, None)
attempt(g.asend(None).send, None)

# hooks
events = []
old = sys.get_asyncgen_hooks()
print(old, tuple(old))
sys.set_asyncgen_hooks(lambda g: events.append("first " + g.__name__), lambda g: events.append("final " + g.__name__))
print(sys.get_asyncgen_hooks().firstiter is not None)
g = numbers(3)
attempt(g.asend(None).send, None)
attempt(g.asend(None).send, None)
del g
print(events)
sys.set_asyncgen_hooks(*old)
for args in ((1,), (None, 2)):
    attempt(sys.set_asyncgen_hooks, *args)

# coroutines
async def co(x):
    print("in", x)
    r = await Tick(2)
    return r + x


c = co(1)
print(c.cr_running, c.cr_await, c.cr_code.co_name, c.cr_origin, type(c).__name__)
print(c.send(None), type(c.cr_await).__name__, c.cr_suspended)
attempt(c.send, "value")
attempt(c.send, None)
attempt(c.send, None)
c = co(2)
attempt(c.send, 5)
attempt(c.throw, KeyError("k"))
attempt(c.close)
w = co(3).__await__()
print(type(w).__name__, iter(w) is w, next(w))
attempt(w.close)


async def awaits(x):
    return await x


for thing in (1, "a", None, (i for i in [1])):
    attempt(awaits(thing).send, None)


class BadAwait:
    def __await__(self):
        return 5


class CoAwait:
    def __await__(self):
        return co(1)


attempt(awaits(BadAwait()).send, None)
x = co(9)
CoAwait.__await__ = lambda self: x
attempt(awaits(CoAwait()).send, None)
x.close()


async def twice():
    t = Tick(2)
    c = co(4)
    a = awaits(c)
    print(a.send(None))
    try:
        await c
    except RuntimeError as e:
        print(e)
    a.close()


attempt(twice().send, None)


async def wrong_for(x):
    async for y in x:
        pass


class NoAnext:
    def __aiter__(self):
        return self


class BadAnext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


for thing in (1, NoAnext(), BadAnext()):
    attempt(wrong_for(thing).send, None)
    attempt(lambda: type(aiter(thing)).__name__)
attempt(anext, 1)
try:
    wrong_for(BadAnext()).send(None)
except TypeError as e:
    print(repr(e.__cause__))


class Manager:
    async def __aenter__(self):
        print("enter", await Tick())
        return self

    async def __aexit__(self, *exc):
        print("exit", await Tick(), exc[0])
        return True


async def withs():
    async with Manager() as a, Manager():
        raise ValueError("x")
    return "after"


print(run(withs()))

# a generator in a garbage cycle runs its finally
import gc


def gen():
    try:
        yield me
    finally:
        print("generator closed")


def cyc():
    def inner():
        try:
            yield holder
        finally:
            print("generator closed")
    holder = []
    g = inner()
    holder.append(g)
    next(g)


cyc()
print("before")
gc.collect()
print("after")
g = gen()
g.__name__ = "renamed"
print(g.__name__, g.__qualname__, g.gi_code.co_name)
try:
    g.__name__ = 1
except TypeError as e:
    print(e)
