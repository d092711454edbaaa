def delegate(it):
    result = yield from it
    while (line := (yield result)):
        print(line)


async def asynchronous(source):
    async with source as s:
        async for item in s:
            yield await item
    x = [y async for y in source if await y]
    await x
