"""The web port over real HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.web.app import listening, serve
from bot.core import Core
from bot.errors import PlatformError
from bot.service import Run
from bot.settings import Settings


@pytest.fixture
def run(core: Core) -> Run:
    return Run(core=core, settings=Settings.model_construct(web_port=8080))


@pytest.fixture
async def web(run: Run) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser at the address of a running web port."""
    async with (
        listening(run, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        yield session


async def test_it_says_that_the_process_is_alive(web: aiohttp.ClientSession) -> None:
    async with web.get("/healthz") as response:
        assert (response.status, await response.text()) == (200, "ok")


@pytest.mark.parametrize(
    ("services", "status"),
    [
        ({"slack": True, "discord": True, "web": True}, 200),
        ({"slack": True, "discord": False, "web": True}, 503),
        ({"slack": True, "web": False}, 200),
        ({}, 200),
    ],
)
async def test_it_is_ready_when_every_other_service_is(
    run: Run, web: aiohttp.ClientSession, services: dict[str, bool], status: int
) -> None:
    run.ready |= services

    async with web.get("/readyz") as response:
        body = await response.json()

    assert response.status == status
    assert body["services"] == {name: on for name, on in services.items() if name != "web"}


async def test_other_pages_are_not_found(web: aiohttp.ClientSession) -> None:
    async with web.get("/") as response:
        assert response.status == 404


async def test_a_port_in_use_is_one_line_that_says_what_to_do(run: Run) -> None:
    async with listening(run, "127.0.0.1", 0) as port:
        settings = Settings.model_construct(web_port=port)
        with pytest.raises(PlatformError, match=rf"port {port} .* NATO_BOT_WEB_PORT") as raised:
            await serve(Run(core=run.core, settings=settings))

    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("host", ["203.0.113.1", "nowhere.invalid"])
async def test_an_address_of_another_machine_is_one_line_that_says_what_to_do(
    run: Run, host: str
) -> None:
    settings = Settings.model_construct(web_port=8080, web_host=host)

    with pytest.raises(PlatformError, match="NATO_BOT_WEB_HOST"):
        await serve(Run(core=run.core, settings=settings))


async def test_it_stops_when_told_and_frees_its_port(run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings.model_construct(web_port=port)
    running = Run(core=run.core, settings=settings)
    service = asyncio.create_task(serve(running))
    await asyncio.sleep(0.1)
    assert running.ready["web"]
    running.stop.set()
    await asyncio.wait_for(service, 5)

    async with listening(run, "127.0.0.1", port) as again:
        assert again == port
