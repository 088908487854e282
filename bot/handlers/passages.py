"""Statements from all over the library that answer a question more closely than a topic does."""

from dataclasses import replace
from itertools import islice

from bot import cards
from bot.answers import Answer, Card, Section, Statement
from bot.handlers import list as list_
from bot.handlers import timeline
from bot.handlers.command import Context
from bot.library.entries import Shelf, Topic
from bot.requests import Language
from bot.search.normalise import plain
from bot.search.passages import Passage, PassageKind
from bot.search.question import Question
from bot.search.stems import tokens

CLOSE = 0.55
"""Least share of the question that a statement must hold to stand beside a topic."""
ALONE = 0.6
"""The same, to answer where no topic is near enough."""
SHOWN = 2


def beside(answer: Answer, question: Question, language: Language, context: Context) -> Answer:
    """The answer with the statements that come closest to the question, before its sections."""
    [card, *others] = answer.cards
    shelf, said = context.shelf(language), {statement.text for statement in card.statements}
    near = (
        said_in(p, shelf)[0] for p in context.index.passages[language].best(question.words, CLOSE)
    )
    today = context.today
    fresh = (s for s in near if s.text not in said and s.is_fresh(today))
    shown = tuple(islice(fresh, SHOWN))
    if not shown:
        return answer
    heading = shelf.words.say("label.closest")
    section = Section(heading=heading, statements=shown)
    return replace(answer, cards=(replace(card, sections=(section, *card.sections)), *others))


def of_topic(topic: Topic, question: Question, language: Language, context: Context) -> Card | None:
    """A topic in short, with the statements of it and around it that the question may be about."""
    if not topic.summary.is_fresh(context.today):
        return None
    short = Answer(cards=(Card(title=topic.title, summary=topic.summary),))
    [card] = beside(short, question, language, context).cards
    asked = set(question.words)
    said = [s for section in topic.sections.values() for s in section if s.is_fresh(context.today)]
    shared = {s: len(asked & set(tokens(plain(s.text)))) for s in said}
    most = max(shared.values(), default=0)
    closest = [s for s in said if shared[s] == most][: SHOWN + 1] if most else []
    if not closest:
        return card
    heading = context.shelf(language).words.say("label.closest")
    found = tuple(s for section in card.sections for s in section.statements)
    return replace(card, sections=(Section(heading=heading, statements=(*closest, *found)),))


def alone(question: Question, language: Language, context: Context) -> Card | None:
    """The statements that hold most of the question, or None."""
    if not any(len(word) > 2 and not word.isdigit() for word in question.words):  # noqa: PLR2004
        return None  # a letter or a number asks nothing
    shelf, today = context.shelf(language), context.today
    near = context.index.passages[language].best(question.words, ALONE)
    placed = (said_in(passage, shelf)[0] for passage in near)
    found = list(islice((said for said in placed if said.is_fresh(today)), SHOWN))
    if not found:
        return None
    first, *more = found
    further = Section(heading=shelf.words.say("button.more"), statements=tuple(more))
    return Card(
        title=shelf.words.say("label.closest"),
        summary=first,
        sections=(further,) if more else (),
    )


def said_in(passage: Passage, shelf: Shelf) -> tuple[Statement, tuple[str, ...]]:
    """The statement as it is shown, and the topics it belongs to."""
    match passage.kind:
        case PassageKind.FACT:
            fact = shelf.facts[passage.id]
            return fact.statement, fact.topics
        case PassageKind.EVENT:
            event = shelf.events[int(passage.id)]
            return timeline.dated(event, shelf), event.topics
        case PassageKind.TERM:
            term = shelf.terms[passage.id]
            title = cards.term_title(term)
            return replace(term.meaning, text=f"{title}: {term.meaning.text}"), term.topics
        case PassageKind.RECORD:
            record = shelf.record(passage.id)
            return list_.statement(record, shelf), list_.ABOUT[record.register]
