"""One attempt to post an issue, and what follows from each way it can end."""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors
from bot.digests.claim import LATE, Claimed
from bot.digests.compose import Composer
from bot.digests.pace import TOKEN_SECONDS, Pace
from bot.library.entries import Library
from bot.ports import Messenger, Post
from bot.store.rows import Outcome, State

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a claimed issue."""

    claimed: Claimed
    outcome: Outcome | None
    """None where it may now be sent for certain: it goes back into the queue."""
    hold: float = 0.0
    """Seconds for which the whole bucket is to be left alone."""
    bucket: str = ""
    refused: bool = False
    """Whether the platform counts it as an invalid request."""
    forbidden: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """Makes attempts on one platform."""

    messenger: Messenger
    composer: Composer
    library: Library
    pace: Pace

    async def make(self, claimed: Claimed, now: float) -> Attempt:
        """Post it, or where an earlier attempt is in doubt, find out about that one."""
        post = self._post(claimed)
        try:
            if claimed.must_ask:
                return self._found(claimed, await self.messenger.recover(post), now)
            return _sent(claimed, await self.messenger.post(post))
        except errors.DeliveryError as error:
            return self._failed(claimed, error, now)
        except Exception:
            where = {"digest": post.mark, "platform": claimed.subscription.place.platform}
            log.exception("a digest failed by a mistake of ours", extra=where)
            return self._failed(claimed, errors.InDoubtError("mistake"), now)

    def _post(self, claimed: Claimed) -> Post:
        delivery, subscription = claimed.delivery, claimed.subscription
        day = dt.date.fromisoformat(delivery.date)
        return Post(
            place=subscription.place,
            answer=self.composer.answer(delivery.content, subscription.language, day),
            words=self.library[subscription.language].words,
            mark=mark(subscription.number, delivery.date),
            show_at=delivery.show_at or delivery.run_at,
            tried_at=delivery.tried_at,
        )

    def _found(self, claimed: Claimed, message: str | None, now: float) -> Attempt:
        if message is not None:
            return _sent(claimed, message)
        if now > claimed.delivery.run_at + self.pace.late:
            missed = Outcome(key=claimed.delivery.key, state=State.MISSED, error=LATE)
            return Attempt(claimed, missed)
        return Attempt(claimed, None)

    def _failed(self, claimed: Claimed, error: errors.DeliveryError, now: float) -> Attempt:
        match error:
            case errors.CannotTellError():
                return self._ended(claimed, State.UNKNOWN, error)
            case errors.RefusedError():
                return self._ended(claimed, State.FAILED, error)
            case errors.NoPermissionError():
                return self._ended(claimed, State.FAILED, error, forbidden=True)
            case errors.ChannelGoneError():
                return self._ended(claimed, State.FAILED, error, gone=True)
            case _:
                return self._again(claimed, error, now)

    def _ended(
        self,
        claimed: Claimed,
        state: State,
        error: errors.DeliveryError,
        *,
        forbidden: bool = False,
        gone: bool = False,
    ) -> Attempt:
        # An earlier attempt may be there all the same: then nobody will know.
        state = State.UNKNOWN if claimed.doubted else state
        outcome = Outcome(key=claimed.delivery.key, state=state, error=reason(error))
        refused = forbidden or gone
        return Attempt(claimed, outcome, refused=refused, forbidden=forbidden, gone=gone)

    def _again(self, claimed: Claimed, error: errors.DeliveryError, now: float) -> Attempt:
        """Later; in doubt where this attempt or an earlier one may have been stored."""
        wait = self.pace.again_in(claimed.delivery.attempts)
        hold = 0.0
        in_doubt = claimed.doubted or isinstance(error, errors.InDoubtError)
        match error:
            case errors.RateLimitedError():
                wait = error.seconds
                hold = error.seconds if error.whole else 0.0
            case errors.TokenRefusedError():
                wait = hold = TOKEN_SECONDS
            case errors.InDoubtError():
                wait = max(wait, self.pace.settle)
            case _:
                pass
        outcome = Outcome(
            key=claimed.delivery.key,
            state=State.SENDING if in_doubt else State.RETRY,
            not_before=int(now + wait) + 1,
            error=reason(error),
        )
        refused = isinstance(error, errors.RateLimitedError | errors.TokenRefusedError)
        bucket = self.messenger.bucket(claimed.subscription.place).key
        return Attempt(claimed, outcome, hold=hold, bucket=bucket, refused=refused)


KINDS: Mapping[type[errors.DeliveryError], str] = {
    errors.RateLimitedError: "busy",
    errors.UnavailableError: "down",
    errors.InDoubtError: "lost",
    errors.CannotTellError: "lost",
    errors.RefusedError: "refused",
    errors.NoPermissionError: "forbidden",
    errors.ChannelGoneError: "gone",
    errors.TokenRefusedError: "token",
}
"""What people are told, in words of ui.yaml under `digest.why`."""


def reason(error: errors.DeliveryError) -> str:
    """How an error is kept: its kind, and the platform's word for it: `forbidden:50013`."""
    return f"{KINDS[type(error)]}:{error.code[:40]}"


def mark(number: int, date: str) -> str:
    """What an issue goes by: for the platform, in the log and in small print."""
    return f"{number}/{date}"


def _sent(claimed: Claimed, message: str) -> Attempt:
    outcome = Outcome(key=claimed.delivery.key, state=State.SENT, message=message)
    return Attempt(claimed, outcome)
