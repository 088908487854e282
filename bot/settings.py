"""Settings, read once by `bot.__main__` from the environment or a `.env` file, and passed down."""

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

REPOSITORY_OR_SITE_PACKAGES = Path(__file__).resolve().parent.parent
PREFIX = "NATO_BOT_"


class Settings(BaseSettings):
    """What may differ from one installation to the next; each is NATO_BOT_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    content: Path = REPOSITORY_OR_SITE_PACKAGES / "content"
    data: Path = Path.home() / ".local" / "share" / "nato-bot"
    log: Literal["text", "json"] = "text"
    log_unanswered: bool = False
    """Whether questions without an answer are kept in the data folder, as text alone."""

    database_url: SecretStr | None = None
    """A PostgreSQL, or a SQLite file elsewhere; else a SQLite file in the data folder."""
    encryption_key: SecretStr | None = None
    """Seals the tokens of workspaces; of several, with commas between, the first one seals."""
    digest_late_hours: int = Field(default=6, ge=0, le=24)
    """How late a digest may still come."""

    discord_token: SecretStr | None = None
    discord_api_url: str | None = Field(default=None, pattern=r"^https?://")
    discord_shards: str | None = None
    """Which part of all shards this process serves: `0-3/8`; all of them if it is not set."""
    discord_rate: float = Field(default=45.0, ge=0, le=50)
    """Digests a second over all senders; 0 is without limit. Discord takes 50 requests a second
    from a bot (topics/rate-limits), and replies need some of them."""

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    """With it, Slack's requests come to the web port."""
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str | None = Field(default=None, pattern=r"^https?://")

    web_host: str = "127.0.0.1"
    web_port: int | None = Field(default=None, ge=1, le=65535)

    @field_validator("discord_shards")
    @classmethod
    def _is_a_part(cls, text: str | None) -> str | None:
        if text is not None:
            shards_of(text)
        return text

    @classmethod
    def read(cls) -> Self:
        """Read the environment; raises SettingsError naming every setting that cannot be used."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError(
                "; ".join(_line(e["loc"], e["msg"]) for e in error.errors())
            ) from None


def plain(secret: SecretStr | None) -> str:
    """A secret as it is used: without the spaces that copying brings along."""
    return secret.get_secret_value().strip() if secret else ""


def shards_of(text: str) -> tuple[range, int]:
    """The shards and their count: `0-3/8`, or one alone, `3/8`; raises ValueError in words."""
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", text.strip(), re.ASCII)
    if found:
        first, count = int(found[1]), int(found[3])
        last = int(found[2] or first)
        if first <= last < count:
            return range(first, last + 1), count
    raise ValueError("write the first and the last shard and how many there are, such as 0-3/8")


def _line(location: tuple[int | str, ...], message: str) -> str:
    return f"{PREFIX}{'_'.join(map(str, location)).upper()}: {message}"
