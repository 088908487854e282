"""What `nato-bot digest …` does, for operators: with the database alone, without any token."""

import argparse
import datetime as dt
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot import digest_lines
from bot.answers import Answer
from bot.digests import reading
from bot.digests.desk import Desk
from bot.digests.orders import Order
from bot.digests.zones import zone
from bot.errors import OperatorError
from bot.handlers import digest_cards
from bot.ports import Clock
from bot.requests import Language
from bot.search.index import Index
from bot.store import subscriptions
from bot.store.rows import Subscription
from bot.words import Words

Show: TypeAlias = Callable[[Answer, Words], Iterable[str]]
"""How an answer looks in the terminal, or on a platform: the lines to print."""

PAGE = 1_000
"""Digests read at once."""
PATIENCE = 2.0
"""Seconds between two words about how far a long command is."""
HEADER = ("#", "platform", "space", "channel", "at", "zone", "days", "lang", "topics", "state")


@dataclass(frozen=True, slots=True)
class Bench:
    """What the actions work with."""

    desk: Desk
    index: Index
    show: Show
    tell: Callable[[str], None]
    """Prints a line."""

    @property
    def words(self) -> Words:
        """The command line speaks English."""
        return self.desk.library[Language.EN].words

    @property
    def reader(self) -> digest_lines.Reader:
        """For the platforms there are."""
        return digest_lines.Reader(self.desk.leads, self.index)

    def say(self, answer: Answer) -> None:
        """Print an answer."""
        for line in self.show(answer, self.desk.library[answer.language].words):
            self.tell(line)

    async def one(self, number: int) -> Subscription:
        """The digest of that number; raises OperatorError."""
        found = await subscriptions.one(self.desk.database, number)
        if found is None:
            told = f"there is no digest {number}: `nato-bot digest list` shows all there are"
            raise OperatorError(told)
        return found

    async def all(self) -> AsyncIterator[Subscription]:
        """Every digest there is, by number."""
        number = 0
        while found := await subscriptions.after(self.desk.database, number, PAGE):
            for one in found:
                yield one
            number = found[-1].number


Action: TypeAlias = Callable[[Bench, argparse.Namespace], Awaitable[None]]


async def add(bench: Bench, options: argparse.Namespace) -> None:
    """Add one, unless it is there already."""
    given = {key: getattr(options, key, None) for key in digest_lines.KEYS}
    try:
        order = bench.reader.order({key: value for key, value in given.items() if value})
    except OperatorError as error:
        raise OperatorError(f"digest add: {error}", status=2) from None
    added = await bench.desk.add_missing([order])
    one = await bench.desk.find(order)
    if one is None:  # somebody has removed it in between
        return
    if not added:
        told = f"digest {one.number} is the same: `nato-bot digest status {one.number}` shows it"
        raise OperatorError(f"digest add: nothing is added, {told}")
    bench.tell(_line(one, bench, digest_cards.DATES))


async def list_(bench: Bench, options: argparse.Namespace) -> None:
    """A table, or JSON lines."""
    found = bench.all() if options.space is None else _of_space(bench, options.space)
    if options.json:
        async for one in found:
            bench.tell(_line(one, bench, 1))
        return
    rows = [_row(one, bench) async for one in found]
    if not rows:
        where = "" if options.space is None else f" in the space {options.space}"
        bench.tell(f"There is no digest{where}: `nato-bot digest add --help` says how to add one.")
        return
    widths = [max(map(len, column)) for column in zip(HEADER, *rows, strict=True)]
    for row in (HEADER, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        bench.tell("  ".join(cells).rstrip())


async def _of_space(bench: Bench, space: str) -> AsyncIterator[Subscription]:
    for platform in bench.desk.leads:
        for one in await bench.desk.of_space(platform, space):
            yield one


async def import_(bench: Bench, options: argparse.Namespace) -> None:
    """Add what is not there yet: all of it, or nothing where a line is wrong."""
    progress = _Progress(bench.desk.clock)
    try:
        orders = _read(options.file, bench, progress)
    except OperatorError as error:
        raise OperatorError(f"digest import: {error}", error.details) from None
    added = await bench.desk.add_missing(
        orders, lambda done: progress.told(f"{done:,} of {len(orders):,} digests imported")
    )
    digests = "1 digest" if added == 1 else f"{added:,} digests"
    bench.tell(f"Imported {digests}; {len(orders) - added:,} already there.")


def _read(file: Path | None, bench: Bench, progress: "_Progress") -> list[Order]:
    try:
        with file.open("rb") if file else nullcontext(sys.stdin.buffer) as source:
            return bench.reader.lines(progress.watched(_texts(source)))
    except OSError as error:
        raise OperatorError(f"cannot read {file}: {error.strerror}") from None


def _texts(source: Iterable[bytes]) -> Iterator[str]:
    """UTF-8, whatever the machine speaks; the mark that Windows puts before it is no text."""
    for number, line in enumerate(source, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise OperatorError(f"line {number} is not written in UTF-8") from None


async def export(bench: Bench, _: argparse.Namespace) -> None:
    """All of them, to be imported elsewhere."""
    async for one in bench.all():
        bench.tell(digest_lines.line(digest_lines.written(bench.desk.order_again(one))))


async def preview(bench: Bench, options: argparse.Namespace) -> None:
    """The next dates, and the next issue as its channel will see it."""
    one = await bench.one(options.number)
    paused = one.next_run_at is None
    text = digest_cards.state(one, bench.words) if paused else bench.words.say("digest.preview")
    dates = digest_cards.dates(one, bench.desk, bench.words, text)
    bench.say(Answer(cards=(dates,)))
    bench.say(await bench.desk.next_issue(one))


async def status(bench: Bench, options: argparse.Namespace) -> None:
    """How it does, in words."""
    standing = await bench.desk.standing(await bench.one(options.number))
    bench.say(Answer(cards=(digest_cards.status(standing, bench.desk, bench.words),)))


def _line(one: Subscription, bench: Bench, dates: int) -> str:
    """With its number, whether it goes, and its next instants."""
    going = one.next_run_at is not None
    state = {"state": "on" if going else "suspended" if one.suspended else "paused"}
    if one.suspended:
        state["why"] = one.suspended
    slots = bench.desk.next_slots(one, dates) if going else []
    there = (dt.datetime.fromtimestamp(slot.run_at, zone(one.zone)) for slot in slots)
    following = [instant.isoformat(timespec="minutes") for instant in there]
    fields = digest_lines.written(bench.desk.order_again(one))
    return digest_lines.line({"number": one.number, **fields, **state, "next": following})


def _row(one: Subscription, bench: Bench) -> tuple[str, ...]:
    place = one.place
    return (
        str(one.number),
        place.platform,
        place.space,
        f"{place.channel}/{place.thread}" if place.thread else place.channel,
        reading.show_minute(one.minute, Language.EN),
        one.zone,
        reading.show_weekdays(one.weekdays, Language.EN),
        one.language.value,
        ", ".join(one.topics) or "all",
        digest_cards.state(one, bench.words),
    )


class _Progress:
    """Says on standard error how far a command is that takes long."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said = clock.now()

    def watched(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines on their way to who reads them."""
        for number, line in enumerate(lines, start=1):
            self.told(f"{number:,} lines read")
            yield line

    def told(self, text: str) -> None:
        """Say it, if nothing was said for a while."""
        now = self._clock.now()
        if (now - self._said).total_seconds() > PATIENCE:
            self._said = now
            sys.stderr.write(f"{text} …\n")


ACTIONS: Mapping[str, Action] = {
    "add": add,
    "list": list_,
    "import": import_,
    "export": export,
    "preview": preview,
    "status": status,
}
