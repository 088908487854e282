"""Which language a person, a channel or a space has chosen."""

from collections import OrderedDict
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Clock
from bot.requests import Language
from bot.store.database import Database
from bot.store.tables import preference

Chooser: TypeAlias = tuple[str, str, str]
"""The platform; person, channel or space; and the id."""
REMEMBERED = 10_000
REMEMBERED_SECONDS = 60
"""How long a choice made in another process may go unnoticed."""


class Languages:
    """Reads and writes choices, and remembers them for a minute: every answer asks for some."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: OrderedDict[Chooser, tuple[float, Language | None]] = OrderedDict()

    async def of(self, *choosers: Chooser) -> list[Language | None]:
        """What each has chosen, in one query at most."""
        now = self._clock.now().timestamp()
        unknown = [c for c in choosers if self._known.get(c, (0.0, None))[0] <= now]
        if unknown:
            found = await self._read(unknown)
            for chooser in unknown:
                self._remember(chooser, found.get(chooser), now)
        return [self._known[chooser][1] for chooser in choosers]

    async def choose(self, chooser: Chooser, language: Language | None) -> None:
        """Set a choice; None takes it back."""
        platform, kind, key = chooser
        async with self._database.write() as connection:
            if language is None:
                await connection.execute(sa.delete(preference).where(_is(chooser)))
            else:
                values = {"platform": platform, "kind": kind, "key": key, "language": language}
                setting = self._database.insert(preference).values(values)
                setting = setting.on_conflict_do_update(
                    index_elements=["platform", "kind", "key"], set_={"language": language}
                )
                await connection.execute(setting)
        self._remember(chooser, language, self._clock.now().timestamp())

    async def count_in(self, platform: str, space: str) -> int:
        """How many choices a space and its channels have made."""
        counting = sa.select(sa.func.count()).where(_in_space(platform, space))
        async with self._database.read() as connection:
            return int((await connection.execute(counting)).scalar_one())

    async def forget_space(self, platform: str, space: str) -> None:
        """Take back what a space and its channels have chosen; what people have stays theirs."""
        async with self._database.write() as connection:
            await forget_space(connection, platform, space)
        gone = [c for c in self._known if c[0] == platform and f"{c[2]}/".startswith(f"{space}/")]
        for chooser in gone:
            del self._known[chooser]

    async def _read(self, choosers: list[Chooser]) -> dict[Chooser, Language]:
        asked = sa.select(preference).where(sa.or_(*map(_is, choosers)))
        async with self._database.read() as connection:
            rows = await connection.execute(asked)
            return {(r.platform, r.kind, r.key): Language(r.language) for r in rows}

    def _remember(self, chooser: Chooser, language: Language | None, now: float) -> None:
        self._known[chooser] = (now + REMEMBERED_SECONDS, language)
        self._known.move_to_end(chooser)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


async def forget_space(connection: AsyncConnection, platform: str, space: str) -> None:
    """Delete the choices of a space and of what is in it, but for those of people."""
    await connection.execute(sa.delete(preference).where(_in_space(platform, space)))


async def forget_people(connection: AsyncConnection, platform: str, space: str) -> None:
    """Delete the choices of the people whose ids mean something in that space alone."""
    theirs = preference.c.platform == platform, preference.c.kind == "person", _is_inside(space)
    await connection.execute(sa.delete(preference).where(*theirs))


def _in_space(platform: str, space: str) -> sa.ColumnElement[bool]:
    c = preference.c
    of_it = sa.or_(c.key == space, _is_inside(space))
    return sa.and_(c.platform == platform, c.kind != "person", of_it)


def _is_inside(space: str) -> sa.ColumnElement[bool]:
    return preference.c.key.startswith(f"{space}/", autoescape=True)


def _is(chooser: Chooser) -> sa.ColumnElement[bool]:
    platform, kind, key = chooser
    return sa.and_(
        preference.c.platform == platform, preference.c.kind == kind, preference.c.key == key
    )
