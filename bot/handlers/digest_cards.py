"""How a digest's settings, dates and outcomes look."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from bot.answers import Card, Field, Moments, Note, NoteKind, Table, channel_reference
from bot.digests import reading
from bot.digests.orders import Standing
from bot.digests.reasons import in_words
from bot.digests.zones import zone
from bot.store.rows import Delivery, State, Subscription
from bot.words import Words

if TYPE_CHECKING:
    from bot.digests.desk import Desk

DATES = 5
"""The next dates that are shown."""


def listed(found: Sequence[Subscription], desk: "Desk", words: Words) -> Card:
    """One line a digest: where, when, and whether it goes."""
    return Card(
        title=words.say("digest.list"),
        fields=tuple(
            Field(
                label=f"#{one.number}", value=f"{settings(one, desk, words)} · {state(one, words)}"
            )
            for one in found
        ),
    )


def dates(one: Subscription, desk: "Desk", words: Words, text: str) -> Card:
    """Something said about a digest, its settings, and its next dates in the reader's clock."""
    return Card(
        title=words.say("digest.title", number=str(one.number)),
        fields=(Field(label=words.say("digest.label.settings"), value=settings(one, desk, words)),),
        notes=(Note(kind=NoteKind.NOTICE, text=text),),
        moments=_moments(one, desk, words) if one.next_run_at is not None else None,
    )


def status(standing: Standing, desk: "Desk", words: Words) -> Card:
    """Next, last, the last failure in words, and the last outcomes."""
    one, say = standing.subscription, words.say
    last = next((row for row in standing.outcomes if row.state is State.SENT), None)
    bad = (State.FAILED, State.MISSED, State.UNKNOWN)
    failed = next((row for row in standing.outcomes if row.state in bad), None)
    fields = {
        "settings": settings(one, desk, words),
        "state": state(one, words),
        "last": _outcome(last, words) if last else say("digest.none_yet"),
        "failed": _outcome(failed, words) if failed else say("digest.no_failure"),
    }
    return Card(
        title=say("digest.title", number=str(one.number)),
        fields=tuple(Field(label=say(f"digest.label.{k}"), value=v) for k, v in fields.items()),
        table=_outcomes(standing.outcomes, words) if standing.outcomes else None,
        moments=_moments(one, desk, words) if one.next_run_at is not None else None,
    )


def settings(one: Subscription, desk: "Desk", words: Words) -> str:
    """Where and when, in which language and about what."""
    topics = desk.library[words.language].topics
    about = ", ".join(topics[t].title for t in one.topics if t in topics)
    parts = (
        channel_reference(one.place.thread or one.place.channel),
        reading.show_minute(one.minute, words.language),
        one.zone,
        reading.show_weekdays(one.weekdays, words.language),
        words.say(f"digest.language.{one.language}"),
        about or words.say("digest.all_topics"),
    )
    return " · ".join(parts)


def in_short(one: Subscription, words: Words) -> str:
    """For a button."""
    return f"#{one.number} · {reading.show_minute(one.minute, words.language)} · {one.zone}"


def state(one: Subscription, words: Words) -> str:
    """Whether it goes, and if not why."""
    if one.suspended:
        return words.say("digest.state.suspended", why=in_words(one.suspended, words))
    if one.next_run_at is None:
        return words.say("digest.state.paused")
    if one.paused_until and one.next_date and one.paused_until <= one.next_date:
        until = dt.date.fromisoformat(one.paused_until)
        return words.say("digest.state.next", date=words.weekday(max(until, _next(one))))
    return words.say("digest.state.next", date=words.weekday(_next(one)))


def _next(one: Subscription) -> dt.date:
    return dt.date.fromisoformat(one.next_date or "")


def _moments(one: Subscription, desk: "Desk", words: Words) -> Moments:
    return moments(one.zone, [slot.run_at for slot in desk.next_slots(one, DATES)], words)


def moments(zone_name: str, instants: Sequence[int], words: Words) -> Moments:
    """The next dates of a digest."""
    there = [dt.datetime.fromtimestamp(instant, zone(zone_name)) for instant in instants]
    texts = (
        f"{words.weekday(then.date())}, "
        f"{reading.show_minute(then.hour * 60 + then.minute, words.language)} ({zone_name})"
        for then in there
    )
    label = words.say("digest.label.dates")
    return Moments(label=label, instants=tuple(instants), texts=tuple(texts))


def _outcomes(rows: Sequence[Delivery], words: Words) -> Table:
    header = (words.say("digest.label.date"), words.say("digest.label.outcome"))
    runs = groupby(rows, key=lambda row: _became(row, words))
    return Table(header=header, rows=tuple(_run(text, list(run), words) for text, run in runs))


def _run(became: str, rows: Sequence[Delivery], words: Words) -> tuple[str, str]:
    """Issues in a row that went alike share a line: on a phone, thirty would hide the bad ones."""
    days = words.span(rows[-1].date, rows[0].date)
    return days, f"{became} × {len(rows)}" if len(rows) > 1 else became  # noqa: RUF001


def _outcome(row: Delivery, words: Words) -> str:
    return f"{words.when(row.date)} · {_became(row, words)}"


def _became(row: Delivery, words: Words) -> str:
    text = words.say(f"digest.outcome.{row.state}")
    is_bad = row.error and row.state not in (State.SENT, State.SKIPPED)
    return f"{text} · {in_words(row.error or '', words)}" if is_bad else text
