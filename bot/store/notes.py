"""Single values that several processes share: a name and a text each, in the table `meta`."""

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import meta


async def read(database: Database, name: str) -> str | None:
    """What was noted under a name."""
    async with database.read() as connection:
        found = await connection.scalar(sa.select(meta.c.value).where(meta.c.key == name))
        return None if found is None else str(found)


async def write(database: Database, name: str, value: str) -> None:
    """Note it, in the place of what was noted before."""
    noting = database.insert(meta).values(key=name, value=value)
    noting = noting.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    async with database.write() as connection:
        await connection.execute(noting)
