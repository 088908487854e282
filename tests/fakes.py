"""The fakes of what lies outside the core."""

import datetime as dt
from dataclasses import dataclass, field

from bot.answers import Answer
from bot.errors import CannotTellError, DeliveryError, InDoubtError
from bot.ports import Bucket, Place, Post
from bot.words import Words

TODAY = dt.date(2026, 11, 23)


class FakeClock:
    """Stands still until it is set."""

    def __init__(self, today: dt.date = TODAY) -> None:
        self.today = today
        self.time = dt.time(9)

    def now(self) -> dt.datetime:
        """Nine o'clock UTC of the day it is set to, where no other time is set."""
        return dt.datetime.combine(self.today, self.time, dt.UTC)

    def set_to(self, instant: float) -> None:
        """Set it to UTC seconds."""
        then = dt.datetime.fromtimestamp(instant, dt.UTC)
        self.today, self.time = then.date(), then.time()


@dataclass
class FakeMessenger:
    """A platform that takes everything, unless it is told what to raise."""

    lead: int = 0
    rate: float = 0.0
    posts: list[Post] = field(default_factory=list[Post])
    told: list[Answer] = field(default_factory=list[Answer])
    said: list[Answer] = field(default_factory=list[Answer])
    errors: list[DeliveryError] = field(default_factory=list[DeliveryError])
    """Raised one after the other, before anything is posted."""
    lost: int = 0
    """So many posts are stored and their answers lost."""
    rights: list[str] = field(default_factory=list[str])
    can_tell: bool = True
    mute: DeliveryError | None = None
    """Raised where something is to be said in the channel."""

    def bucket(self, place: Place) -> Bucket:
        """One for all."""
        return Bucket(place.platform, self.rate)

    async def post(self, post: Post) -> str:
        """Keep it."""
        if self.errors:
            raise self.errors.pop(0)
        self.posts.append(post)
        if self.lost:
            self.lost -= 1
            raise InDoubtError("lost")
        return f"m{len(self.posts)}"

    async def recover(self, post: Post) -> str | None:
        """Look it up."""
        if not self.can_tell:
            raise CannotTellError("history")
        marks = [kept.mark for kept in self.posts]
        return f"m{marks.index(post.mark) + 1}" if post.mark in marks else None

    async def missing_rights(self, place: Place) -> list[str]:
        """As a test has set it."""
        assert place.channel
        return self.rights

    async def say(self, place: Place, answer: Answer, words: Words) -> None:
        """Keep it."""
        assert place.channel
        assert words
        if self.mute:
            raise self.mute
        self.said.append(answer)

    async def tell(self, place: Place, person: str, answer: Answer, words: Words) -> None:
        """Keep it."""
        assert place.channel
        assert person
        assert words
        self.told.append(answer)
