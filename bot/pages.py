"""A long card in pages, cut between its sections: a chat is read on a phone.

Only an answer that a button can ask for again has pages: what a page shows is made anew when its
button is pressed, so nothing is kept.
"""

from dataclasses import replace

from bot.answers import Answer, Button, Card, Section
from bot.words import Words

ROOM = 1_000
"""Letters of a page, its sources not counted: two screens of a phone."""


def turned(answer: Answer, page: int, words: Words) -> Answer:
    """The page with that number, from 1, or the nearest there is; 0 is the first one, unopened."""
    if answer.again is None or len(answer.cards) != 1:
        return answer
    pages = _pages(answer.cards[0])
    if len(pages) == 1:
        return answer
    at = min(max(page, 1), len(pages))
    beside = [n for n in (at - 1, at + 1) if 1 <= n <= len(pages)]
    buttons = tuple(_button(answer.again, n, pages, n > at, words) for n in beside)
    return replace(answer, cards=(pages[at - 1],), buttons=(*buttons, *answer.buttons))


def _pages(card: Card) -> list[Card]:
    """The card with its head and its first section, then the others, as many as fit."""
    gathered: list[list[Section]] = [[]]
    length = len(card.summary.text) if card.summary else 0
    for number, section in enumerate(card.sections):
        more = _length(section)
        if number and length + more > ROOM:
            gathered.append([])
            length = 0
        gathered[-1].append(section)
        length += more
    first, *others = (tuple(sections) for sections in gathered)
    bare = Card(title=card.title, notes=card.notes)
    return [replace(card, sections=first), *(replace(bare, sections=s) for s in others)]


def _length(section: Section) -> int:
    return sum(len(statement.text) for statement in section.statements)


def _button(again: Button, page: int, pages: list[Card], is_next: bool, words: Words) -> Button:
    """Named by what stands there first."""
    heading = pages[page - 1].sections[0].heading if page > 1 else words.say("button.start")
    key = "button.next_page" if is_next else "button.page_before"
    label = words.say(key, heading=heading, page=str(page), pages=str(len(pages)))
    return replace(again, label=label, page=page)
