"""The services of `nato-bot run`: which there are, and the settings that each needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Platform:
    """A service of `nato-bot run`: the settings it needs, in one of several ways."""

    ways: tuple[tuple[str, ...], ...]

    def is_set(self, settings: Settings) -> bool:
        """Whether the settings that one way needs have values."""
        return any(all(getattr(settings, name) for name in way) for way in self.ways)

    def is_begun(self, settings: Settings) -> bool:
        """Whether somebody has made a setting that only this service needs."""
        return any(self._begun(way, settings) for way in self.ways)

    def missing(self, settings: Settings) -> str:
        """The settings still to be made for the way that is nearest, as an operator writes them."""
        unset = [[name for name in way if not getattr(settings, name)] for way in self.ways]
        begun = [self._begun(way, settings) for way in self.ways]
        unset = [names for names, made in zip(unset, begun, strict=True) if made == max(begun)]
        fewest = min(map(len, unset))
        names = (" and ".join(_variable(n) for n in way) for way in unset if len(way) == fewest)
        return " or ".join(names)

    def _begun(self, way: tuple[str, ...], settings: Settings) -> int:
        return sum(bool(getattr(settings, name)) for name in way if name not in SHARED)


SHARED = {"web_port", "encryption_key"}
"""Settings that do not show what somebody is about to start."""


def _variable(name: str) -> str:
    return f"NATO_BOT_{name.upper()}"


ONE_TOKEN_EACH = ("slack_client_id", "slack_client_secret", "encryption_key")
"""For many workspaces: each gives a token of its own when it installs the app."""
PLATFORMS = {
    "discord": Platform((("discord_token",),)),
    "slack": Platform(
        (
            ("slack_bot_token", "slack_app_token"),
            ("slack_bot_token", "slack_signing_secret", "web_port"),
            (*ONE_TOKEN_EACH, "slack_signing_secret", "web_port"),
        )
    ),
    "digests": Platform((("discord_token",), ("slack_bot_token",), ONE_TOKEN_EACH)),
    "web": Platform((("web_port",),)),
}
SPEAKING = ("discord", "slack", "digests")
MESSENGERS = {
    "discord": Platform((("discord_token",),)),
    "slack": Platform((("slack_bot_token",), ONE_TOKEN_EACH)),
}
"""Who can post unasked; that takes less than answering."""


def beside(wanted: Sequence[str], settings: Settings) -> list[str]:
    """What is to run: Slack's requests come by the web port, unless Slack is connected to."""
    over_http = "slack" in wanted and not settings.slack_app_token
    return [*wanted, *(["web"] if over_http and "web" not in wanted else [])]
