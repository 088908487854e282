"""Slack's numbers, each with the page it comes from. Lengths are in characters."""

BLOCKS = 50
"""Of one message: docs.slack.dev/reference/block-kit/blocks."""
ALL_TEXT = 9_500
"""Over all blocks of a message. Slack documents no number and answers `msg_blocks_too_long` from
about 12,000; 9,597 were accepted and 11,341 refused: github.com/slackapi/bolt-js, 2509 and 2867."""
TEXT = 4_000
"""Of the text beside the blocks: docs.slack.dev/reference/methods/chat.postMessage, "Truncating
content"."""

HEADER = 150
"""docs.slack.dev/reference/block-kit/blocks/header-block."""
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
SECTION_FIELD = 2_000
"""docs.slack.dev/reference/block-kit/blocks/section-block, all three."""
CONTEXT_ELEMENTS = 10
"""docs.slack.dev/reference/block-kit/blocks/context-block."""
CONTEXT_TEXT = 3_000
"""docs.slack.dev/reference/block-kit/composition-objects/text-object."""
ACTIONS = 25
"""Buttons in a row: docs.slack.dev/reference/block-kit/blocks/actions-block."""
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
"""docs.slack.dev/reference/block-kit/block-elements/button-element, both."""
ACTION_ID = 255
"""Unique within its message: the same page."""

VIEW_BLOCKS = 100
"""docs.slack.dev/reference/block-kit/blocks."""
VIEW_TEXT = 24
"""Of a modal's title and of its button: docs.slack.dev/reference/views/modal-views."""
OPTIONS = 100
"""Of a menu: docs.slack.dev/reference/block-kit/block-elements/select-menu-element."""
OPTION_TEXT = 75
OPTION_VALUE = 150
"""docs.slack.dev/reference/block-kit/composition-objects/option-object, both."""
ACKNOWLEDGED_SECONDS = 3.0
"""How long Slack waits for an answer to a form: docs.slack.dev/surfaces/modals."""

REDELIVERY_SECONDS = 3_600
"""Slack sends an event again at once, after 1 and after 5 minutes where it saw no acknowledgement:
docs.slack.dev/apis/events-api, "Error handling". An hour is far enough beyond."""
