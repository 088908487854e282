"""Slack as the sender of digests sees it: messages scheduled, listed, deleted, shown and posted.

The methods are those of docs.slack.dev/reference/methods. A scheduled message can be listed until
its time has come; from then on it stands in the channel.
"""

import json
import re
from collections.abc import Mapping
from itertools import chain, count
from math import ceil
from time import time
from urllib.parse import parse_qsl

from tests.crash.faults import POST, READ, Body, Fault
from tests.crash.ledger import Message, Report, stored
from tests.crash.side import Call, Reply, Side

PREFIX = "/api/"
MARK = re.compile(r"\[([0-9a-z./-]+)\]\s*$")
"""A delivery's own name, at the end of the text."""
WHOAMI = {"team": "Test", "team_id": "T1", "user": "nato", "user_id": "UBOT", "bot_id": "B1"}
PAGE = 100


class SlackSide(Side):
    """Slack's part of the fake."""

    name = "slack"
    content_type = "application/json; charset=utf-8"

    def __init__(self, *, seed: int) -> None:
        super().__init__(seed)
        self.deleted = 0
        self._channels: dict[str, dict[str, Message]] = {}
        self._numbers = count(1)

    def read(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Call:
        """A call of the Web API, its arguments as JSON, as a form or in the address."""
        del method
        action = path.removeprefix(PREFIX)
        text = body.decode()
        sent: Body = json.loads(text) if text.startswith("{") else dict(parse_qsl(text))
        fields = {**query, **sent}
        kind = POST if action in ("chat.scheduleMessage", "chat.postMessage") else READ
        return Call(kind, action, str(fields.get("channel", "")), fields)

    def limited(self, now: float) -> Reply | None:
        """Only where a fault says so."""
        del now
        return None

    def failed(self, fault: Fault) -> Reply:
        """An answer that says no."""
        match fault.status:
            case 429:
                after = {"Retry-After": str(ceil(fault.seconds))}
                return Reply("" if fault.bare else _no("ratelimited"), 429, after)
            case 401:
                return Reply(_no("invalid_auth"))
            case _:
                return Reply("no", fault.status, {"Content-Type": "text/html"})

    def done(self, call: Call, now: float) -> Reply:
        """Carry a call out."""
        match call.action:
            case "auth.test":
                return Reply({"ok": True, "url": "https://test.slack.com/", **WHOAMI})
            case "chat.scheduleMessage":
                return self._schedule(call, now)
            case "chat.postMessage":
                message = self._stored(call, now, f"{now:.6f}", 0)
                body = {"channel": call.channel, "ts": message.id, "message": {"ts": message.id}}
                return Reply({"ok": True, **body})
            case "chat.scheduledMessages.list":
                return Reply(self._listed(call.fields, now))
            case "chat.deleteScheduledMessage":
                return self._delete(call, now)
            case _:
                return Reply(_no("unknown_method"))

    def report(self) -> Report:
        """Every message by channel and mark, shown already or `scheduled` to be."""
        messages = [*chain.from_iterable(kept.values() for kept in self._channels.values())]
        return {
            **self.traffic.report(),
            **stored(messages),
            "scheduled": sum(message.post_at > time() for message in messages),
            "deleted": self.deleted,
        }

    def _schedule(self, call: Call, now: float) -> Reply:
        post_at = int(call.fields["post_at"])
        if post_at <= now:
            return Reply(_no("time_in_past"))
        message = self._stored(call, now, f"Q{next(self._numbers):09}", post_at)
        body = {"channel": call.channel, "post_at": post_at, "message": {"text": message.text}}
        return Reply({"ok": True, "scheduled_message_id": message.id, **body})

    def _stored(self, call: Call, now: float, message_id: str, post_at: int) -> Message:
        text = str(call.fields.get("text", ""))
        found = MARK.search(text)
        message = Message(message_id, call.channel, found[1] if found else text, now, text)
        message.post_at = post_at
        self._channels.setdefault(call.channel, {})[message_id] = message
        self.journal(message)
        return message

    def _listed(self, fields: Body, now: float) -> Body:
        channel = str(fields.get("channel", ""))
        kept = [self._channels.get(channel, {})] if channel else self._channels.values()
        oldest, latest = float(fields.get("oldest", 0)), float(fields.get("latest", "inf"))
        waiting = sorted(
            (m for messages in kept for m in messages.values() if m.post_at > now),
            key=lambda m: (m.post_at, m.id),
        )
        waiting = [m for m in waiting if oldest <= m.post_at <= latest]
        start, length = int(fields.get("cursor") or 0), int(fields.get("limit", PAGE))
        following = str(start + length) if len(waiting) > start + length else ""
        page = [_shown(message) for message in waiting[start : start + length]]
        metadata = {"next_cursor": following}
        return {"ok": True, "scheduled_messages": page, "response_metadata": metadata}

    def _delete(self, call: Call, now: float) -> Reply:
        messages = self._channels.get(call.channel, {})
        message = messages.get(str(call.fields.get("scheduled_message_id", "")))
        if message is None or message.post_at <= now:
            return Reply(_no("invalid_scheduled_message_id"))
        del messages[message.id]
        self.deleted += 1
        return Reply({"ok": True})


def _no(error: str) -> Body:
    return {"ok": False, "error": error}


def _shown(message: Message) -> Body:
    return {
        "id": message.id,
        "channel_id": message.channel,
        "post_at": message.post_at,
        "date_created": int(message.at),
        "text": message.text,
    }
