"""Alembic, which runs the migrations; imported when there is something to do: it takes 9 MB."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from bot.store.migrate import VERSION_TABLE
from bot.store.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: sa.Connection) -> None:
    """Run every migration that has not been run."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def differences(connection: sa.Connection) -> list[str]:
    """How the tables differ from those that this release makes."""
    options = {"version_table": VERSION_TABLE, "include_name": _is_ours}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [f"not as this release made it: {difference}" for difference in found]


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Foreign tables in the same database are none of our business."""
    return kind != "table" or name in metadata.tables
