"""What Slack keeps of messages scheduled for later, for the fake Slack."""

from itertools import count
from typing import Any

Body = dict[str, Any]


class Queue:
    """What is scheduled to be shown, listed until its time has come."""

    def __init__(self) -> None:
        self.now = 0
        """Slack's own clock, in UTC seconds."""
        self.page = 100
        self.messages: dict[str, Body] = {}
        self._numbers = count(1)

    def answer(self, method: str, body: Body) -> Body | None:
        """The answer to the three methods that know the queue; None for all others."""
        match method:
            case "chat.scheduleMessage":
                return self._schedule(body)
            case "chat.scheduledMessages.list":
                return self._listed(body)
            case "chat.deleteScheduledMessage":
                gone = self.messages.pop(body["scheduled_message_id"], None)
                error = {"error": "invalid_scheduled_message_id"}
                return {"ok": True} if gone else {"ok": False, **error}
            case _:
                return None

    def _schedule(self, body: Body) -> Body:
        if body["post_at"] <= self.now:
            return {"ok": False, "error": "time_in_past"}
        number = f"Q{next(self._numbers)}"
        self.messages[number] = {
            "id": number,
            "channel_id": body["channel"],
            "post_at": body["post_at"],
            "date_created": self.now,
            "text": body["text"],
        }
        return {"ok": True, "scheduled_message_id": number, "post_at": str(body["post_at"])}

    def _listed(self, body: Body) -> Body:
        waiting = [
            message
            for message in self.messages.values()
            if message["channel_id"] == body["channel"] and message["post_at"] > self.now
        ]
        start = int(body.get("cursor") or 0)
        end = start + min(self.page, int(body["limit"]))
        cursor = str(end) if end < len(waiting) else ""
        metadata = {"next_cursor": cursor}
        return {"ok": True, "scheduled_messages": waiting[start:end], "response_metadata": metadata}
