"""What a platform gave us for each space that installed the app; and installations under way.

One row for each space: who installs it again replaces what was there.
"""

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import installation, oauth_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One space, or a whole organisation where `team` is empty; tokens as they are kept: sealed."""

    app: str
    enterprise: str
    team: str
    token: str
    refresh: str | None
    expires_at: int | None
    bot: str
    bot_user: str
    scopes: str
    installed_by: str
    installed_at: int


_KEY = ("app", "enterprise", "team")
_COLUMNS = [c for c in installation.c if c.name != "renewing_until"]
_NAMES = [c.name for c in _COLUMNS]


class Installations:
    """The installations of one app."""

    def __init__(self, database: Database, app: str) -> None:
        self._database = database
        self.app = app

    async def save(self, new: Installation) -> None:
        """Keep it, in place of what the same space had."""
        values = asdict(new)
        changes = {name: v for name, v in values.items() if name not in _KEY}
        saving = self._database.insert(installation).values(**values)
        saving = saving.on_conflict_do_update(
            index_elements=list(_KEY), set_={**changes, "renewing_until": 0}
        )
        async with self._database.write() as connection:
            await connection.execute(saving)

    async def find(self, enterprise: str, team: str) -> Installation | None:
        """A workspace's own, else its organisation's."""
        c = installation.c
        own = sa.and_(c.team == team, c.team != "")
        whole = sa.and_(c.enterprise == enterprise, c.enterprise != "", c.team == "")
        asking = sa.select(*_COLUMNS).where(c.app == self.app, sa.or_(own, whole))
        asking = asking.order_by(c.team.desc(), c.installed_at.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(asking)).one_or_none()
            return _read(row) if row else None

    async def all(self) -> list[Installation]:
        """Every one."""
        asking = sa.select(*_COLUMNS).where(installation.c.app == self.app)
        async with self._database.read() as connection:
            return [_read(row) for row in await connection.execute(asking)]

    async def remove(self, enterprise: str, team: str, before: int) -> bool:
        """Forget what was installed before an instant; what is newer stays.

        A workspace may have joined an organisation since, so its own id is enough.
        """
        c = installation.c
        of_it = c.team == team if team else sa.and_(c.enterprise == enterprise, c.team == "")
        removing = sa.delete(installation).where(c.app == self.app, of_it, c.installed_at <= before)
        async with self._database.write() as connection:
            return bool((await connection.execute(removing.returning(c.team))).all())

    async def lease(self, of: Installation, now: int, seconds: int) -> bool:
        """Whether the caller alone may renew this very token for some seconds."""
        leasing = sa.update(installation).where(
            *self._is(of.enterprise, of.team),
            installation.c.token == of.token,
            installation.c.renewing_until <= now,
        )
        leasing = leasing.values(renewing_until=now + seconds)
        async with self._database.write() as connection:
            done = await connection.execute(leasing.returning(installation.c.team))
            return done.one_or_none() is not None

    async def renew(self, of: Installation, token: str, refresh: str, expires_at: int) -> None:
        """Put new tokens in place of those, unless somebody has done so meanwhile."""
        renewing = sa.update(installation).where(
            *self._is(of.enterprise, of.team), installation.c.token == of.token
        )
        values = {"token": token, "refresh": refresh, "expires_at": expires_at}
        async with self._database.write() as connection:
            await connection.execute(renewing.values(**values, renewing_until=0))

    async def reseal(self, of: Installation, token: str, refresh: str | None) -> None:
        """The same tokens, sealed anew."""
        sealing = sa.update(installation).where(
            *self._is(of.enterprise, of.team), installation.c.token == of.token
        )
        async with self._database.write() as connection:
            await connection.execute(sealing.values(token=token, refresh=refresh))

    def _is(self, enterprise: str, team: str) -> list[sa.ColumnElement[bool]]:
        c = installation.c
        return [c.app == self.app, c.enterprise == enterprise, c.team == team]


class States:
    """Installations under way: each begins with a word that comes back once, from Slack."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self, state: str, now: int, seconds: int) -> None:
        """Keep a state, and forget those whose time is over."""
        adding = self._database.insert(oauth_state).values(state=state, expires_at=now + seconds)
        async with self._database.write() as connection:
            await connection.execute(sa.delete(oauth_state).where(oauth_state.c.expires_at <= now))
            await connection.execute(adding)

    async def consume(self, state: str, now: int) -> bool:
        """Whether it was issued, is still good and comes back for the first time."""
        taking = sa.delete(oauth_state).where(
            oauth_state.c.state == state, oauth_state.c.expires_at > now
        )
        async with self._database.write() as connection:
            done = await connection.execute(taking.returning(oauth_state.c.state))
            return done.one_or_none() is not None


def _read(row: sa.Row[Any]) -> Installation:
    return Installation(**dict(zip(_NAMES, row, strict=True)))
