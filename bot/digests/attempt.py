"""One attempt to post an issue, and what follows from each way it can end."""

import datetime as dt
import logging
from dataclasses import dataclass, replace

from bot import errors
from bot.digests.claim import Claimed, unwanted
from bot.digests.compose import Composer
from bot.digests.pace import LONGEST_HOLD, TOKEN_SECONDS, Pace
from bot.digests.reasons import reason
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
        try:
            return await self._made(claimed, now)
        except errors.DeliveryError as error:
            return self._failed(claimed, error, now)
        except Exception:
            named = mark(*claimed.delivery.key)
            where = {"digest": named, "platform": claimed.subscription.place.platform}
            log.exception("a digest failed by a mistake of ours", extra=where)
            return self._failed(claimed, errors.InDoubtError("mistake"), now)

    def put_off(self, claimed: Claimed, now: float) -> Attempt:
        """Not now: its sender was out for so long that others may be at it."""
        return self._failed(claimed, errors.UnavailableError("stalled"), now)

    async def _made(self, claimed: Claimed, now: float) -> Attempt:
        if not claimed.doubted and (why := self._unwanted(claimed, now)):
            return _missed(claimed, why)
        if claimed.must_ask:
            return await self._asked(claimed, now)
        return _sent(claimed, await self.messenger.post(self._post(claimed)))

    async def _asked(self, claimed: Claimed, now: float) -> Attempt:
        why = self._unwanted(claimed, now)
        post = replace(self._post(claimed), is_wanted=why is None)
        message = await self.messenger.recover(post)
        if message is not None:
            return _sent(claimed, message)
        return _missed(claimed, why) if why else Attempt(claimed, None)

    def _unwanted(self, claimed: Claimed, now: float) -> str | None:
        return unwanted(claimed.delivery, claimed.subscription, now, self.pace.late)

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
        if claimed.must_ask and now > claimed.delivery.run_at + self.pace.late:
            return self._ended(claimed, State.UNKNOWN, error)  # there is nothing to ask for now
        wait = self.pace.again_in(claimed.delivery.attempts)
        hold = 0.0
        in_doubt = claimed.doubted or isinstance(error, errors.InDoubtError)
        match error:
            case errors.RateLimitedError():
                wait = error.seconds if 0 <= error.seconds < LONGEST_HOLD else LONGEST_HOLD
                hold = wait if error.whole else 0.0
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


def mark(number: int, date: str) -> str:
    """What an issue goes by: for the platform, in the log and in small print."""
    return f"{number}/{date}"


def _sent(claimed: Claimed, message: str) -> Attempt:
    outcome = Outcome(key=claimed.delivery.key, state=State.SENT, message=message)
    return Attempt(claimed, outcome)


def _missed(claimed: Claimed, why: str) -> Attempt:
    return Attempt(claimed, Outcome(key=claimed.delivery.key, state=State.MISSED, error=why))
