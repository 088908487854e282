"""`nato-bot run --only slack` over HTTP as operators start it: a process of its own."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.wire.slack_http import SECRET

PATIENCE_SECONDS = 60.0


@asynccontextmanager
async def started(url: str, data: Path) -> AsyncGenerator[tuple[Process, int]]:
    """One that keeps everything under `data`; gives the process and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    settings = {
        "NATO_BOT_SLACK_BOT_TOKEN": "xoxb-right",
        "NATO_BOT_SLACK_SIGNING_SECRET": SECRET,
        "NATO_BOT_SLACK_API_URL": f"{url}/api/",
        "NATO_BOT_WEB_PORT": str(port),
        "NATO_BOT_DATA": str(data),
    }
    command = (sys.executable, "-m", "bot", "run", "--only", "slack")
    with (data / f"{port}.log").open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *command, env=os.environ | settings, stderr=written
        )
    try:
        await _ready(port)
        yield process, port
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ready(port: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            await asyncio.sleep(0.1)
            if await _is_ready(port):
                return


async def _is_ready(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /readyz HTTP/1.1\r\nHost: bot\r\n\r\n")
    status = await reader.readline()
    writer.close()
    return b" 200 " in status
