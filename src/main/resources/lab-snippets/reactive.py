import asyncio

async def call(session, number):
    async with session.get(f"{UPSTREAM}/{number}") as response:
        return await response.json()

async def page_view(session, calls):
    return await asyncio.gather(*(call(session, n) for n in range(1, calls + 1)))
