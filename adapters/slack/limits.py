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

TABLE_ROWS = 100
"""With the header: docs.slack.dev/reference/block-kit/blocks/table-block."""
TABLE_COLUMNS = 20
"""The same page."""
TABLES = 1
"""Of a message. Slack documents no number and answers `invalid_attachments`, in detail
`only_one_table_allowed`."""
CHART_TITLE = 50
CHART_LABEL = 20
"""Of a category, and of a series."""
CHART_AXIS = 50
"""docs.slack.dev/reference/block-kit/blocks/data-visualization-block, all three."""
CHART_POINTS = 20
"""Of a series: the same page, by github.com/vercel/chat, 696, which was tried on Slack."""
CHART_SERIES = 6
"""docs.slack.dev/reference/block-kit/blocks/data-visualization-block."""
CHARTS = 2
"""Of a message: Slack documents no number; the same thread found it in an `invalid_blocks`."""

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

PROMPTS = 4
"""docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts."""

REDELIVERY_SECONDS = 3_600
"""Slack sends an event again at once, after 1 and after 5 minutes where it saw no acknowledgement:
docs.slack.dev/apis/events-api, "Error handling". An hour is far enough beyond."""
