"""Senders are killed, databases restarted, answers lost: nothing is lost, nothing comes twice."""

import asyncio
import random
import signal

import pytest

from tests.crash.scene import Scene, subscribe
from tests.postgres import Postgres

pytestmark = pytest.mark.crash
KILLS = 20
NUMBERS = {"discord": 2_500, "slack": 500}
TOTAL = sum(NUMBERS.values())


async def stored(scene: Scene) -> tuple[int, dict[str, object]]:
    """How many messages the platforms have, and which of them more than once."""
    report = await scene.platforms.report()
    sides = [report[platform] for platform in NUMBERS]
    twice: dict[str, object] = {}
    for side in sides:
        twice |= side["twice"]
    return sum(side["stored"] for side in sides), twice


@pytest.mark.parametrize("senders", [1, 2])
async def test_twenty_kills_lose_nothing_and_post_nothing_twice(scene: Scene, senders: int) -> None:
    if senders > 1 and scene.url.startswith("sqlite"):
        pytest.skip("SQLite has one sender; a second one is refused, which test_lock shows")
    dice = random.Random(senders)  # noqa: S311 -- a repeatable one is wanted
    await subscribe(scene, NUMBERS, spread=20)

    for _ in range(KILLS):
        while len(scene.running) < senders:
            await scene.start()
        await asyncio.sleep(dice.uniform(0.05, 0.8))
        await scene.end(dice.choice(scene.running), signal.SIGKILL)
    await scene.start()
    states = await scene.until_settled(TOTAL)

    assert states == {"sent": TOTAL}
    assert await stored(scene) == (TOTAL, {})


async def test_answers_lost_after_the_post_was_stored_make_no_second_copy(scene: Scene) -> None:
    lost = {"stored_then_dropped": {"count": 40}, "stored_then_500": {"count": 40}}
    await scene.platforms.set_faults(discord=lost, slack=lost)
    await subscribe(scene, {"discord": 300, "slack": 100})

    await scene.start()
    states = await scene.until_settled(400)

    assert states == {"sent": 400}
    assert await stored(scene) == (400, {})


async def test_a_storm_of_429s_loses_nothing(scene: Scene) -> None:
    storm = {"limited": {"probability": 0.5}}
    await scene.platforms.set_faults(discord=storm, slack=storm)
    await subscribe(scene, {"discord": 200, "slack": 50})

    await scene.start()
    states = await scene.until_settled(250)

    assert states == {"sent": 250}
    assert await stored(scene) == (250, {})


async def test_the_rate_holds_over_two_senders_and_through_refusals(
    postgres: Postgres, scene: Scene
) -> None:
    if scene.url.startswith("sqlite"):
        pytest.skip("SQLite has one sender")
    scene.settings["NATO_BOT_DISCORD_RATE"] = "40"
    await scene.platforms.set_faults(discord={"limited": {"count": 20}})
    await subscribe(scene, {"discord": 400})

    await asyncio.gather(scene.start(), scene.start())
    await scene.until_settled(400)

    report = (await scene.platforms.report())["discord"]
    assert report["stored"] == 400
    assert report["highest_posts_in_a_second"] <= 45


async def test_senders_go_on_by_themselves_when_postgresql_restarts(
    postgres: Postgres, scene: Scene
) -> None:
    if scene.url.startswith("sqlite"):
        pytest.skip("SQLite has no server")
    await subscribe(scene, NUMBERS, spread=6)
    await asyncio.gather(scene.start(), scene.start())

    for mode in ("fast", "immediate"):
        await asyncio.sleep(1.5)
        postgres.stop(mode)
        await asyncio.sleep(1)
        postgres.start()
    states = await scene.until_settled(TOTAL)

    assert states == {"sent": TOTAL}
    assert await stored(scene) == (TOTAL, {})
    assert all(process.returncode is None for process in scene.running)


async def test_a_stop_finishes_what_is_under_way_and_gives_back_the_rest(scene: Scene) -> None:
    await subscribe(scene, {"discord": 2_000}, spread=10)
    process = await scene.start()
    await asyncio.sleep(2)

    await scene.end(process, signal.SIGTERM)
    states = await scene.states()

    assert process.returncode == 0
    assert states["sending"] == 0
    assert (await stored(scene))[0] == states["sent"]
