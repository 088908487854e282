"""What the app asks a workspace for, each with its reason; nothing that is not used."""

from collections.abc import Mapping

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to be asked by @nato-bot",
    "chat:write": "to answer, and to post the digests that an administrator has set",
    "commands": "for /nato",
    "im:history": "to answer messages that are written to it alone",
    "users:read": "for the language of private answers, and who may set digests, in what time zone",
}
"""docs.slack.dev/reference/scopes."""
OF_AGENTS: Mapping[str, str] = {"assistant:write": "to offer first questions"}
"""What Slack gives an app that is an agent, and what it then wants for its prompts."""
EVENTS: Mapping[str, str] = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
}
"""The events that are listened to, each with the scope it needs; some need none."""
OF_MANY = ("app_uninstalled", "tokens_revoked")
"""Events that an app of many workspaces listens to besides; they need no scope."""
