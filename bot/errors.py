"""The project's exceptions.

BotError
├── RequestError           the person can mend it: becomes an answer, worded by the core
│   ├── UnknownCommandError, UnknownTopicError, UnknownTermError, UnknownMemberError,
│   │   UnknownPersonError, UnknownListError, NobodyJoinedError
│   ├── NotUnderstoodError     a question that nothing in the library answers
│   ├── OffTopicError          a question that the bot never answers
│   ├── MissingArgumentError, EmptyQuestionError, NotAllowedError, OldButtonError, TooFastError
│   ├── NothingKeptError, NoDigestsHereError, NoDigestError, WhichDigestError, ZoneNeededError,
│   │   SameDigestError, RightsMissingError, PlatformAwayError
│   └── UnreadableError: UnreadableTimeError, UnreadableZoneError, UnreadableDaysError,
│       UnreadableDateError, UnreadableLanguageError
├── ContentError           content files are wrong: stops the start
├── SettingsError          a setting is wrong or missing: one line that says which
├── StoreError             the database cannot be used: one line that says what to do
├── OperatorError          a command cannot do what was asked: one line that says what to do
├── PlatformError          a platform refused us: one line that says what to do
└── DeliveryError          a post that a messenger could not make
    ├── RateLimitedError       not posted; again after some seconds
    ├── UnavailableError       not posted; the platform is down or cannot be reached
    ├── InDoubtError           perhaps posted: the answer was lost
    ├── CannotTellError        perhaps posted, and nobody can say
    ├── RefusedError           not posted: the post itself is refused
    ├── NoPermissionError      not posted: the bot may not, for now
    ├── ChannelGoneError       not posted: the channel, the space or the app there is gone
    └── TokenRefusedError      not posted: nothing will be until the operator renews the token
"""

from collections.abc import Sequence

from bot.answers import Button


class BotError(Exception):
    """Anything this project raises on purpose."""


class RequestError(BotError):
    """Names a text in content/<language>/ui.yaml and what the person may have meant; no prose."""

    key = "error.request"
    fills: frozenset[str] = frozenset()
    """What the text is filled with."""

    def __init__(
        self, choices: Sequence[Button] = (), about: Sequence[str] = (), **fill: str
    ) -> None:
        super().__init__(self.key)
        self.choices = tuple(choices)
        self.about = tuple(about)
        self.fill = fill


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


class OffTopicError(RequestError):
    """A question of a class that the bot never answers; `reply` is that class's own wording."""

    key = "error.off_topic"
    fills = frozenset({"reply"})


class EmptyQuestionError(RequestError):
    """A question without a single letter or digit."""

    key = "error.empty_question"


class NotAllowedError(RequestError):
    """The command is for those who may administer the space."""

    key = "error.not_allowed"


class OldButtonError(RequestError):
    """The button was made by a release that spoke differently."""

    key = "error.old_button"


class TooFastError(RequestError):
    """A person, or a channel, asks more than the bot will answer at once."""

    key = "error.too_fast"


class NoDigestsHereError(RequestError):
    """Digests go to the channels of a space; here is none, or the bot keeps no digests at all."""

    key = "error.no_digests_here"


class NothingKeptError(RequestError):
    """A choice cannot be kept here: in the terminal, or of a space where there is none."""

    key = "error.nothing_kept"


class UnreadableError(RequestError):
    """A time, a zone, days, a language, a topic or a date that nobody can read."""

    fills = frozenset({"word"})


class UnreadableTimeError(UnreadableError):
    """No time of day."""

    key = "error.unreadable_time"


class UnreadableZoneError(UnreadableError):
    """No time zone."""

    key = "error.unreadable_zone"


class UnreadableDaysError(UnreadableError):
    """No days of the week."""

    key = "error.unreadable_days"


class UnreadableDateError(UnreadableError):
    """No date from today on."""

    key = "error.unreadable_date"


class UnreadableLanguageError(UnreadableError):
    """No language the bot speaks."""

    key = "error.unreadable_language"


class ZoneNeededError(RequestError):
    """No zone was named, and none is known: nine o'clock is not the same everywhere."""

    key = "error.zone_needed"


class WhichDigestError(RequestError):
    """There are several, and none was named."""

    key = "error.which_digest"


class NoDigestError(RequestError):
    """No digest here goes by that number, or there is none at all."""

    key = "error.no_digest"


class SameDigestError(RequestError):
    """The very digest that is ordered is there."""

    key = "digest.already"
    fills = frozenset({"number"})


class RightsMissingError(RequestError):
    """The bot may not post in that channel."""

    key = "error.rights_missing"
    fills = frozenset({"rights"})


class PlatformAwayError(RequestError):
    """The platform does not answer now."""

    key = "error.platform_away"


class ContentError(BotError):
    """Every problem of the content folder, each as `path:line: field: what and how to mend`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SettingsError(BotError):
    """A setting is missing or cannot be read; the message names it and says what to write."""


class PlatformError(BotError):
    """A platform refused us for good; the message is one line that says what to do."""


class StoreError(BotError):
    """The database cannot be used; the message is one line that says what to do."""


class OperatorError(BotError):
    """A command cannot do what was asked; the message is one line that says what to do."""

    def __init__(self, message: str, details: Sequence[str] = (), status: int = 1) -> None:
        super().__init__(message)
        self.details = tuple(details)
        """Lines to be told before it."""
        self.status = status
        """1 for a failure, 2 for a wrong call."""


class DeliveryError(BotError):
    """A post that a messenger could not make; `code` is the platform's word for it."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class RateLimitedError(DeliveryError):
    """Nothing was posted, and nothing will be for so many seconds."""

    def __init__(self, seconds: float, *, whole: bool = False) -> None:
        super().__init__("rate_limited")
        self.seconds = seconds
        self.whole = whole
        """Whether it holds for the whole bucket, not for one channel."""


class UnavailableError(DeliveryError):
    """Nothing was posted: the platform was not reached, or says it is down."""


class InDoubtError(DeliveryError):
    """The connection broke, or the platform failed, after it may have stored the post."""


class CannotTellError(DeliveryError):
    """Whether an earlier attempt was stored cannot be found out any more."""


class RefusedError(DeliveryError):
    """The platform does not take this post; another one it may."""


class NoPermissionError(DeliveryError):
    """The bot may not post there now; an administrator can change that."""


class ChannelGoneError(DeliveryError):
    """There is no such channel any more, or the bot was removed from its space."""


class TokenRefusedError(DeliveryError):
    """The platform does not know the bot's token any more."""
