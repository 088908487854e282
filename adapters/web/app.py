"""The web port: health, and what the other services have asked there.

/healthz says whether the process is alive, /readyz whether every platform answers; /metrics counts.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from adapters.web.metrics import Figured
from bot.errors import PlatformError
from bot.routes import Received
from bot.service import Run

log = logging.getLogger(__name__)

STOP_SECONDS = 2.0
"""How long a stop waits for requests; ours take no time, so only a hung client makes it wait."""
LARGEST = 1024 * 1024
"""Bytes of a request. Slack's largest, a form with its view, has about 250 kB."""


async def serve(run: Run) -> None:
    """Serve the web port until the stop."""
    port = run.settings.web_port
    if port is None:
        raise PlatformError("set NATO_BOT_WEB_PORT to a free port")
    async with listening(run, run.settings.web_host, port):
        run.ready["web"] = True
        await run.stop.wait()


@asynccontextmanager
async def listening(run: Run, host: str, port: int) -> AsyncGenerator[int]:
    """Listen while inside; gives the port, which the system chooses where `port` is 0."""
    runner = web.AppRunner(application(run), access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PlatformError(
                f"cannot listen on port {port} of {host} ({error.strerror}): set NATO_BOT_WEB_PORT "
                "to a free port, or NATO_BOT_WEB_HOST to an address of this machine"
            ) from None
        bound: int = runner.addresses[0][1]
        log.info("listening", extra={"host": host, "port": bound})
        yield bound
    finally:
        await runner.cleanup()


def application(run: Run) -> web.Application:
    """The pages and what answers them."""

    figured = Figured(run)

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(_: web.Request) -> web.Response:
        services = {name: ready for name, ready in run.ready.items() if name != "web"}
        ready = all(services.values())
        body = {"ready": ready, "services": services}
        return web.json_response(body, status=200 if ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        return web.Response(body=await figured.page(), headers=headers)

    async def other(request: web.Request) -> web.Response:
        route = run.routes.get((request.method, request.path))
        if route is None:
            raise web.HTTPNotFound
        reply = await route(await _received(request))
        return web.Response(text=reply.body, status=reply.status, headers=reply.headers)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    app.router.add_route("*", "/{path:.*}", other)
    return app


async def _received(request: web.Request) -> Received:
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        log.warning("request refused", extra={"path": request.path, "reason": "too large"})
        raise
    return Received(headers=headers, body=body, query=request.query_string)
