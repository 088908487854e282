"""Discord's numbers, in characters where nothing else is said, each with the page it comes from.

Pages stand under https://docs.discord.com/developers/.
"""

# resources/message#embed-object-embed-limits
TITLE = 256
DESCRIPTION = 4096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
EMBEDS_TOTAL = 6000
"""Title, description, fields and footer, over all embeds of one message."""

# resources/message#create-message
CONTENT = 2000
EMBEDS = 10
NONCE = 25
NONCE_SECONDS = 120
"""For how long a nonce is kept at least: the page says "the past few minutes"."""

# resources/message#attachment-object
ATTACHMENT_DESCRIPTION = 1024

# resources/message#get-channel-messages
PAGE = 100

# components/reference#button, #action-row
BUTTON_LABEL = 80
CUSTOM_ID = 100
BUTTONS_PER_ROW = 5
ROWS = 5
BUTTONS = BUTTONS_PER_ROW * ROWS

# interactions/application-commands#application-command-object
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_TOTAL = 8000
"""Names, descriptions and values of a command; of each, its longest translation counts."""
CHOICES = 25
CHOICE = 100

# interactions/receiving-and-responding#interaction-callback
FIRST_ANSWER_SECONDS = 3.0

ELLIPSIS = "…"


def cut(text: str, length: int) -> str:
    """The text, or as many of its words as fit with an ellipsis after them."""
    if len(text) <= length:
        return text
    kept = text[: length - len(ELLIPSIS)]
    words = kept.rpartition(" ")[0] or kept
    return words.rstrip(" ,;:\u00a0") + ELLIPSIS


# topics/opcodes-and-status-codes#json
UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE = "10003", "10004", "10008"
BLOCKED = "40333"
"""Not Discord but the network before it: github.com/discord/discord-api-docs, 6473."""
INVALID_BODY = "50035"
ARCHIVED, LOCKED = "50083", "160005"
"""A thread."""

NO_HISTORY = 160002
"""The error code where the bot may not read the history: it cannot reply there, only post.
discord.com/developers/docs/topics/opcodes-and-status-codes#json"""
