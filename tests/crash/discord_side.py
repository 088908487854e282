"""Discord as the sender of digests sees it: channels, messages, the nonce rule, one global limit.

The rules are those of docs.discord.com/developers: resources/message#create-message (nonce and
enforce_nonce), resources/message#get-channel-messages, topics/rate-limits.
"""

import json
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain, count
from math import ceil

from tests.crash.faults import POST, READ, Body, Fault
from tests.crash.ledger import SECOND, Message, Report, stored
from tests.crash.side import Call, Reply, Side

EPOCH_MS = 1_420_070_400_000
"""Discord's first second: reference#snowflakes."""
ME: Body = {"id": "100", "username": "nato", "discriminator": "0", "avatar": None, "bot": True}
PREFIX = "/api/v10/"
GUILD = "200"


class DiscordSide(Side):
    """Discord's part of the fake."""

    name = "discord"
    content_type = "application/json"
    """discord.py reads JSON only where it says just this, without a charset."""

    def __init__(self, *, seed: int, limit: int, nonce_seconds: float) -> None:
        super().__init__(seed)
        self.limit = limit
        """Requests in any second; 0 is without limit."""
        self.nonce_seconds = nonce_seconds
        self.repeated = 0
        self.unmarked = 0
        self._accepted: deque[float] = deque()
        self._channels: dict[str, list[Message]] = {}
        self._by_nonce: dict[tuple[str, str], Message] = {}
        self._numbers = count()

    def read(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Call:
        """A request; only one that creates a message posts."""
        parts = path.removeprefix(PREFIX).split("/")
        channel = parts[1] if parts[0] == "channels" else ""
        posts = method == "POST" and parts[2:] == ["messages"]
        fields: Body = json.loads(body) if body else dict(query)
        action = " ".join([method, parts[0], *parts[2:]])
        return Call(POST if posts else READ, action, channel, fields)

    def limited(self, now: float) -> Reply | None:
        """The global limit: a window that slides; what is refused does not count."""
        accepted = self._accepted
        while accepted and accepted[0] <= now - SECOND:
            accepted.popleft()
        if self.limit and len(accepted) >= self.limit:
            return self.failed(Fault(status=429, whole=True, seconds=accepted[0] + SECOND - now))
        accepted.append(now)
        return None

    def failed(self, fault: Fault) -> Reply:
        """An answer that says no."""
        if fault.status != 429:
            return Reply({"message": "no", "code": 0}, fault.status)
        after = {"Retry-After": str(ceil(fault.seconds))}
        if fault.bare:
            return Reply("error code: 1015", 429, {**after, "Content-Type": "text/html"})
        body = {"message": "You are being rate limited.", "retry_after": fault.seconds}
        scope = {"X-RateLimit-Scope": "global" if fault.whole else "user"}
        whole = {"X-RateLimit-Global": "true"} if fault.whole else {}
        return Reply(
            {**body, "global": fault.whole}, 429, {**after, **scope, **whole, "Via": "1.1 google"}
        )

    def done(self, call: Call, now: float) -> Reply:
        """Carry a request out."""
        match call.action:
            case "POST channels messages":
                return self._create(call, now)
            case "GET channels messages":
                return Reply(self._listed(call.channel, call.fields))
            case "GET channels":
                return Reply({"id": call.channel, "type": 0, "guild_id": GUILD})
            case "GET users":
                return Reply(ME)
            case "POST users channels":
                return Reply({"id": f"9{call.fields['recipient_id']}", "type": 1})
            case _:
                return Reply({"message": "404: Not Found", "code": 0}, 404)

    def report(self) -> Report:
        """Every message by channel and nonce; `unmarked` do not show theirs to a reader."""
        return {
            **self.traffic.report(),
            **stored(chain.from_iterable(self._channels.values())),
            "repeated": self.repeated,
            "unmarked": self.unmarked,
        }

    def _create(self, call: Call, now: float) -> Reply:
        nonce = str(call.fields.get("nonce", ""))
        first = self._by_nonce.get((call.channel, nonce)) if nonce else None
        if call.fields.get("enforce_nonce") and first and now - first.at < self.nonce_seconds:
            self.repeated += 1
            return Reply({**_shown(first), "nonce": nonce})
        embeds: list[Body] = call.fields.get("embeds") or []
        footers = tuple(embed.get("footer", {}).get("text", "") for embed in embeds)
        text = call.fields.get("content") or ""
        mark = nonce or "".join(footers[-1:]).rpartition(" · ")[2] or text
        self.unmarked += mark not in (*footers[-1:], text)[0]
        number = (int(now * 1000) - EPOCH_MS) << 22 | next(self._numbers) & 0x3FFFFF
        message = Message(str(number), call.channel, mark, now, text, footers)
        self._channels.setdefault(call.channel, []).append(message)
        self._by_nonce[call.channel, nonce] = message
        self.journal(message)
        return Reply({**_shown(message), "nonce": nonce} if nonce else _shown(message))

    def _listed(self, channel: str, query: Mapping[str, str]) -> list[Body]:
        """The oldest after an id, or the newest of all; the newest of them first, either way."""
        messages = self._channels.get(channel, [])
        length = int(query.get("limit", 50))
        if "after" in query:
            start = bisect_right(messages, int(query["after"]), key=lambda m: int(m.id))
            page = messages[start : start + length]
        else:
            page = messages[-length:]
        return [_shown(message) for message in reversed(page)]


def _shown(message: Message) -> Body:
    """A message as it is listed: without its nonce."""
    return {
        "id": message.id,
        "channel_id": message.channel,
        "author": ME,
        "content": message.text,
        "embeds": [{"type": "rich", "footer": {"text": text}} for text in message.footers],
        "timestamp": datetime.fromtimestamp(message.at, UTC).isoformat(),
        "type": 0,
    }
