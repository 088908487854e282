"""What `nato-bot run` starts: one service a platform, all of them until they are told to stop."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core import Core
from bot.errors import PlatformError, StoreError
from bot.inflight import InFlight
from bot.routes import Route, Routes
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.digests.desk import Desk

log = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
"""How long a stop waits for answers in flight; Docker kills 10 s after SIGTERM by default, and an
answer takes milliseconds."""
COLLECT_AFTER = 20_000
"""New objects: one answer makes more than the usual 700."""


@dataclass(slots=True, kw_only=True)
class Run:
    """What every service of one process shares."""

    core: Core
    settings: Settings
    desk: "Desk | None" = None
    """Where digests are ordered; the bot speaks without one too."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    in_flight: InFlight = field(default_factory=InFlight)
    ready: dict[str, bool] = field(default_factory=dict[str, bool])
    """By service: whether it is connected and answers."""
    routes: Routes = field(default_factory=dict[tuple[str, str], Route])
    """What the web port answers for the other services."""


Serve = Callable[[Run], Awaitable[None]]
"""Connects and serves until `run.stop` is set, then returns; raises PlatformError for good."""


def settle() -> None:
    """Let the garbage collector pass over what is loaded, and look at the rest less often.

    A full collection went through content and modules, in the midst of answers, for 0.1 s.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


async def serve_all(run: Run, services: Mapping[str, Serve], speaking: Container[str]) -> int:
    """Serve until the stop; a service that fails says so in one line, and the others go on.

    Where none of the `speaking` services is left, the rest is stopped too: a process that answers
    nobody must not look alive. Returns 1 if a service ended by an error, 0 otherwise.
    """
    run.ready |= dict.fromkeys(services, False)
    left = {name for name in services if name in speaking}

    async def serve(name: str) -> bool:
        well = await _serve(run, name, services[name])
        left.discard(name)
        if not left:
            run.stop.set()
        return well

    ended = await asyncio.gather(*map(serve, services))
    return 0 if all(ended) else 1


async def _serve(run: Run, name: str, serve: Serve) -> bool:
    try:
        await serve(run)
    except (PlatformError, StoreError) as error:
        log.error("%s: %s", name, error)  # noqa: TRY400 -- one clear line, no traceback
        return False
    except Exception:
        log.exception("%s ended by a mistake of ours", name)
        return False
    finally:
        run.ready[name] = False
    return True
