"""The project's exceptions.

BotError
├── RequestError           the person can mend it: becomes an answer, worded by the core
│   ├── UnknownCommandError, UnknownTopicError, UnknownTermError, UnknownMemberError,
│   │   UnknownPersonError, UnknownListError, NobodyJoinedError
│   ├── MissingArgumentError
│   ├── NotUnderstoodError     a question that nothing in the library answers
│   ├── EmptyQuestionError
│   ├── NotAllowedError
│   └── OldButtonError
├── ContentError           content files are wrong: stops the start
├── SettingsError          a setting is wrong or missing: one line that says which
└── PlatformError          a platform refused us: one line that says what to do
"""

from collections.abc import Sequence

from bot.answers import Button


class BotError(Exception):
    """Anything this project raises on purpose."""


class RequestError(BotError):
    """Names a text in content/<language>/ui.yaml and what the person may have meant; no prose."""

    key = "error.request"

    def __init__(self, choices: Sequence[Button] = (), about: Sequence[str] = ()) -> None:
        super().__init__(self.key)
        self.choices = tuple(choices)
        self.about = tuple(about)


class UnknownCommandError(RequestError):
    """No command goes by that name."""

    key = "error.unknown_command"


class UnknownTopicError(RequestError):
    """No topic goes by that name."""

    key = "error.unknown_topic"


class UnknownTermError(RequestError):
    """No glossary term goes by that name."""

    key = "error.unknown_term"


class UnknownMemberError(RequestError):
    """No member country goes by that name."""

    key = "error.unknown_member"


class NobodyJoinedError(RequestError):
    """No country joined in that year."""

    key = "error.nobody_joined"


class UnknownPersonError(RequestError):
    """Nobody the library knows goes by that name."""

    key = "error.unknown_person"


class UnknownListError(RequestError):
    """No register goes by that name."""

    key = "error.unknown_list"


class MissingArgumentError(RequestError):
    """The command needs a word that was not given."""

    key = "error.missing_argument"


class NotUnderstoodError(RequestError):
    """Nothing in the library answers the question."""

    key = "error.not_understood"


class EmptyQuestionError(RequestError):
    """A question without a single letter or digit."""

    key = "error.empty_question"


class NotAllowedError(RequestError):
    """The command is for those who may administer the space."""

    key = "error.not_allowed"


class OldButtonError(RequestError):
    """The button was made by a release that spoke differently."""

    key = "error.old_button"


class ContentError(BotError):
    """Every problem of the content folder, each as `path:line: field: what and how to mend`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SettingsError(BotError):
    """A setting is missing or cannot be read; the message names it and says what to write."""


class PlatformError(BotError):
    """A platform refused us for good; the message is one line that says what to do."""
