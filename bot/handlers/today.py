"""`today`: what happened on this day in another year, or on the next day that has something."""

import datetime as dt
from dataclasses import replace

from bot.answers import Answer, Note, NoteKind
from bot.handlers import timeline
from bot.handlers.command import Command, Context
from bot.requests import Request

A_YEAR = 366


async def today(request: Request, context: Context) -> Answer:
    """The anniversaries of today, by the date in UTC."""
    shelf, day = context.shelf(request.language), context.today
    then = next(
        (d for n in range(A_YEAR) if shelf.on_this_day(d := day + dt.timedelta(days=n))), day
    )
    shown = shelf.words.day(then.month, then.day)
    title = shelf.words.say("label.today", date=shown)
    answer = timeline.answer(shelf.on_this_day(then), title, shelf, (f"{then:%m-%d}", 0))
    if then != day:
        text = shelf.words.say("note.nothing_today", date=shelf.words.day(day.month, day.day))
        note = Note(kind=NoteKind.NOTICE, text=text)
        cards = tuple(replace(card, notes=(note, *card.notes)) for card in answer.cards)
        answer = replace(answer, cards=cards)
    return replace(answer, about=("cmd:onthisday", *answer.about[:2]))


COMMAND = Command(name="today", handler=today)
