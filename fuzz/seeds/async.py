async def f():
    async with a as b:
        async for c in d:
            await e
    return [x async for x in y if await z]
