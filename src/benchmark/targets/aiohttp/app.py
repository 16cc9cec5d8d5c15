"""The tutorial's page and API with aiohttp: asynchronous server, client and handlers."""
import json
import os
import random
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import ClientSession, TCPConnector, web
from jinja2 import FileSystemLoader

routes = web.RouteTableDef()
numbers_url = os.environ.get("NUMBERS_URL", f"http://127.0.0.1:{os.environ['PORT']}")
compact = partial(json.dumps, separators=(",", ":"))


@routes.get("/")
@aiohttp_jinja2.template("home.html")
async def home(request: web.Request) -> dict[str, Any]:
    async with request.app["numbers"].get(f"{numbers_url}/api/{random.randint(1, 10)}") as response:
        return {"envelope": await response.json()}


@routes.get("/hello")
async def hello(request: web.Request) -> web.Response:
    return web.Response(text="Hello, World!")


@routes.get(r"/api/{number:\d+}")
async def api(request: web.Request) -> web.Response:
    number = int(request.match_info["number"])
    return web.json_response({"success": True, "message": "", "data": str(number)}, dumps=compact)


async def numbers(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession(connector=TCPConnector(limit=0)) as app["numbers"]:
        yield


app = web.Application()
app.add_routes(routes)
app.cleanup_ctx.append(numbers)
templates = aiohttp_jinja2.setup(app, loader=FileSystemLoader(Path(__file__).parents[1] / "flask/templates"))
templates.policies["json.dumps_kwargs"] = {"sort_keys": False}
