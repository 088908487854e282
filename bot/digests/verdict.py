"""When a subscription is suspended, and who is told."""

import logging
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answers import Answer, Card, Note, NoteKind
from bot.digests.attempt import Attempt
from bot.digests.pace import STRIKES
from bot.digests.reasons import in_words
from bot.errors import DeliveryError
from bot.library.entries import Library
from bot.ports import Messenger
from bot.store import subscriptions
from bot.store.rows import State
from bot.words import Words

log = logging.getLogger(__name__)


class Verdicts:
    """Counts forbidden issues, and stops what will not work again by itself."""

    def __init__(self, library: Library, messengers: Mapping[str, Messenger]) -> None:
        self._library = library
        self._messengers = messengers

    async def judge(
        self, connection: AsyncConnection, ended: Sequence[Attempt], now: int
    ) -> list[Attempt]:
        """Write strikes and suspensions; gives the attempts that ended a subscription."""
        suspended: list[Attempt] = []
        for attempt in ended:
            subscription = attempt.claimed.subscription
            strikes = subscription.strikes + 1 if attempt.forbidden else 0
            if attempt.gone or strikes >= STRIKES:
                suspended.append(attempt)
                why = attempt.outcome.error if attempt.outcome else None
                changes = {"next_run_at": None, "suspended": why, "suspended_at": now}
                await subscriptions.change(connection, subscription.number, **changes)
            elif attempt.forbidden or (subscription.strikes and _is_sent(attempt)):
                await subscriptions.change(connection, subscription.number, strikes=strikes)
        return suspended

    async def tell(self, attempt: Attempt) -> None:
        """Tell whoever set it up, once; what cannot be told stands in `status`."""
        subscription, why = attempt.claimed.subscription, attempt.outcome
        place = subscription.place
        facts = {"platform": place.platform, "space": place.space, "channel": place.channel}
        facts |= {"digest": str(subscription.number), "reason": (why and why.error) or ""}
        log.warning("digest suspended", extra=facts)
        words = self._library[subscription.language].words
        answer = suspension(subscription.number, facts["reason"], words)
        messenger = self._messengers[place.platform]
        try:
            await messenger.tell(place, subscription.set_by, answer, words)
        except DeliveryError as error:
            log.info("nobody told of it", extra={**facts, "error": error.code})


def _is_sent(attempt: Attempt) -> bool:
    return attempt.outcome is not None and attempt.outcome.state is State.SENT


def suspension(number: int, why: str, words: Words) -> Answer:
    """What is said once when a subscription is stopped."""
    text = words.say("digest.suspended", number=str(number), why=in_words(why, words))
    # no button: in a direct message it would not know the space that the digest belongs to
    card = Card(notes=(Note(kind=NoteKind.NOTICE, text=text),))
    return Answer(cards=(card,), language=words.language)
