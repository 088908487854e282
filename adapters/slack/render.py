"""Answer -> Block Kit blocks, and the text that notifications and screen readers use. Pure.

Made for a phone: a header, the answer in short, bold headings over bullets with footnote marks; in
small print the sources by number and what there is to know about the card; the buttons.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

from adapters.slack import limits, mrkdwn, newer, references
from bot.answers import Answer, Button, Card, Field, Moments, NoteKind, Quote, Source, Table
from bot.words import Words

Block: TypeAlias = dict[str, Any]

ROOMS = (limits.SECTION_TEXT, 600, 300, 150, 75)
"""How long one text may be: as long as Slack takes it, and where the whole is too long, less."""
SIDE_BY_SIDE = 60
"""Characters of label and value that two columns can hold."""
MARKS = 200
"""Characters kept free behind a text for its footnote marks: thirty of them."""
MARK = 30
"""Characters kept free in every message for a delivery's own name, which has 25 at most."""


def message(answer: Answer, words: Words) -> Block:
    """What every way of posting shares; previews of the sources would bury the card.

    With no newer blocks: what is scheduled may be refused when nobody is there to send it again.
    """
    return {
        "text": fallback(answer, words),
        "blocks": blocks(answer, words),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def forms(answer: Answer, words: Words) -> list[Block]:
    """The message, best form first: with Slack's newer blocks, with those that it always takes.

    Where the second is all there is, it stands alone.
    """
    classic = message(answer, words)
    if newer.fits(answer):
        built = blocks(answer, words, is_new=True)
        if newer.kinds(built) and _is_taken(built):
            return [{**classic, "blocks": built}, classic]
    return [classic]


def marked(shown: Block, mark: str) -> Block:
    """A message with a delivery's own name at the end of its text, and in its last small print."""
    blocks = [*shown["blocks"]]
    small = next((n for n in reversed(range(len(blocks))) if blocks[n]["type"] == "context"), None)
    if small is not None:
        elements = [*blocks[small]["elements"], _mrkdwn(mrkdwn.escape(mark))]
        blocks[small] = {**blocks[small], "elements": elements}
    return {**shown, "text": f"{shown['text']} [{mark}]", "blocks": blocks}


def fallback(answer: Answer, words: Words) -> str:
    """Titles and summaries; where a card has no summary, what it says instead."""
    lines = "\n".join(line for card in answer.cards for line in _in_short(card))
    said = references.worded(lines, words)
    return mrkdwn.fitted(said or words.say("label.unofficial"), limits.TEXT - MARK)


def blocks(answer: Answer, words: Words, *, is_new: bool = False) -> list[Block]:
    """Every card with all its sources; texts are shortened only where Slack would refuse them.

    Where even that is too long, cards are left out from the end: none stands without its sources.
    """
    cards = answer.cards
    tries = [(cards, room) for room in ROOMS]
    tries += [(cards[:kept], ROOMS[-1]) for kept in range(len(cards) - 1, 0, -1)]
    built: list[Block] = []
    for some, room in tries:
        shown = _cards(some, words, room, is_new=is_new)
        built = [*shown, *_buttons(answer.buttons, words)]
        if _is_taken(built):
            break
    return built


def _is_taken(built: list[Block]) -> bool:
    return len(built) <= limits.BLOCKS and characters(built) <= limits.ALL_TEXT - MARK


def characters(part: object) -> int:
    """All the text in blocks, as Slack counts it against ALL_TEXT."""
    if isinstance(part, dict):
        return sum(
            len(value) if key == "text" and isinstance(value, str) else characters(value)
            for key, value in cast("Block", part).items()
        )
    return sum(map(characters, cast("list[object]", part))) if isinstance(part, list) else 0


def _in_short(card: Card) -> Iterator[str]:
    if card.title:
        yield card.title
    if card.summary:
        yield card.summary.text
        return
    yield from (note.text for note in card.notes if note.kind is NoteKind.NOTICE)
    yield from (f"{field.label}: {field.value}" for field in card.fields)
    if card.quote:
        yield f"“{card.quote.text}” ({card.quote.by})"
    if card.chart:
        yield card.chart.alt
    yield from (_in_a_line(row) for row in (card.table.rows if card.table else ()))
    if card.moments:
        yield f"{card.moments.label}: {_in_a_line(card.moments.texts)}"
    yield from (statement.text for section in card.sections for statement in section.statements)


def _in_a_line(cells: Iterable[str]) -> str:
    """The cells of a row that hold something."""
    return " · ".join(cell for cell in cells if cell)


def _cards(cards: tuple[Card, ...], words: Words, room: int, *, is_new: bool) -> Iterator[Block]:
    for number, card in enumerate(cards):
        if number:
            yield {"type": "divider"}
        yield from _card(card, words, room, is_new=is_new)
        small = _small_print(card, words)
        if number == len(cards) - 1:
            small.append(words.say("label.unofficial"))
        if small:
            yield _context([mrkdwn.fitted(text, limits.CONTEXT_TEXT) for text in small])


def _card(card: Card, words: Words, room: int, *, is_new: bool) -> Iterator[Block]:
    numbers = card.numbered()
    if card.title:
        title = mrkdwn.cut(references.worded(card.title, words), limits.HEADER)
        yield {"type": "header", "text": plain(title)}
    if card.summary:
        yield from _sections([_cited(card.summary.text, card.summary.sources, numbers, room)])
    yield from _sections([mrkdwn.fitted(n.text, room) for n in card.notes if _is_notice(n.kind)])
    yield from _fields(card.fields, numbers, room)
    if card.quote:
        yield from _sections(_quote(card.quote, numbers, room))
    yield from _figures(card, numbers, words, room, is_new=is_new)
    if card.moments:
        yield from _sections(_moments(card.moments, room))
    for section in card.sections:
        lines = [mrkdwn.bold(section.heading, room)]
        lines += ["• " + _cited(s.text, s.sources, numbers, room) for s in section.statements]
        yield from _sections(lines)
    yield from _sources(numbers, words, room)


def _figures(
    card: Card, numbers: dict[Source, int], words: Words, room: int, *, is_new: bool
) -> Iterator[Block]:
    """The chart over its sentence, for it tells at a glance what the table tells in full."""
    chart, table = card.chart, card.table
    if chart:
        if is_new and (drawn := newer.chart(chart)):
            yield drawn
        yield from _sections([_cited(chart.alt, chart.sources, numbers, room)])
    if table and is_new and (drawn := newer.table(table, words)):
        yield drawn
        if table.sources:
            yield _context([_cited("", table.sources, numbers, room).strip()])
    elif table:
        yield from _sections(_table(table, numbers, room))


def _fields(fields: tuple[Field, ...], numbers: dict[Source, int], room: int) -> Iterator[Block]:
    """Side by side where all are short, else a line each."""
    if any(len(f.label) + len(f.value) > SIDE_BY_SIDE for f in fields):
        yield from _sections([_field(f, numbers, room, ": ") for f in fields])
        return
    for start in range(0, len(fields), limits.SECTION_FIELDS):
        row = fields[start : start + limits.SECTION_FIELDS]
        shown = [_mrkdwn(_field(f, numbers, room, "\n")) for f in row]
        yield {"type": "section", "fields": shown}


def _field(field: Field, numbers: dict[Source, int], room: int, between: str) -> str:
    half = min(room, limits.SECTION_FIELD) // 2
    value = _cited(field.value, field.sources, numbers, half)
    return f"{mrkdwn.bold(field.label, half)}{between}{value}"


def _quote(quote: Quote, numbers: dict[Source, int], room: int) -> list[str]:
    said = _cited(f"“{quote.text}”", (), numbers, room).splitlines()
    by = _cited(f"({quote.by})", quote.sources, numbers, room)
    return [f">{line}" for line in (*said, by)]


def _table(table: Table, numbers: dict[Source, int], room: int) -> list[str]:
    marks = _cited("", table.sources, numbers, room)
    head = mrkdwn.bold(_in_a_line(table.header), max(ROOMS[-1], room - len(marks))) + marks
    return [head, *(mrkdwn.fitted(_in_a_line(row), room) for row in table.rows)]


def _moments(moments: Moments, room: int) -> list[str]:
    """A line each; who has no clock of their own reads the text."""
    texts = [mrkdwn.fitted(text, min(room, limits.HEADER)) for text in moments.texts]
    dates = [mrkdwn.date(at, text) for at, text in zip(moments.instants, texts, strict=True)]
    return [mrkdwn.bold(moments.label, min(room, limits.HEADER)), *dates]


def _cited(text: str, sources: tuple[Source, ...], numbers: dict[Source, int], room: int) -> str:
    """The text with its footnote marks; `room` is for both, but never takes a mark away."""
    marks = "".join(f" [{mark}]" for mark in sorted(numbers[source] for source in sources))
    return mrkdwn.fitted(text, max(ROOMS[-1], min(room, limits.SECTION_TEXT - MARKS))) + marks


def _sources(numbers: dict[Source, int], words: Words, room: int) -> Iterator[Block]:
    """The footnotes: a link each, with publisher and day while there is room for them."""
    lines = [f"[{number}] {_source(source, words, room)}" for source, number in numbers.items()]
    if lines:
        heading = mrkdwn.bold(words.say("label.sources"), room)
        for text in _joined([heading, *lines], limits.CONTEXT_TEXT):
            yield _context([text])


def _source(source: Source, words: Words, room: int) -> str:
    label = mrkdwn.fitted(words.document(source), min(room, limits.HEADER * 2))
    published = mrkdwn.escape(words.published(source))
    linked = mrkdwn.link(source.url, label)
    return f"{linked}. {published}." if len(label) + len(published) <= room else linked


def _small_print(card: Card, words: Words) -> list[str]:
    notes = " ".join(note.text for note in card.notes if not _is_notice(note.kind))
    minutes = words.say("label.minutes", minutes=str(card.minutes)) if card.minutes > 1 else ""
    return [text for text in (notes, minutes) if text]


def _is_notice(kind: NoteKind) -> bool:
    return kind is NoteKind.NOTICE


def _buttons(buttons: Iterable[Button], words: Words) -> Iterator[Block]:
    """Rows of buttons; a second one that asks for the same would be refused by Slack."""
    unique: dict[str, Button] = {}
    for button in buttons:
        unique.setdefault(button.wire, button)
    elements = [_button(button, words) for button in unique.values()]
    for start in range(0, len(elements), limits.ACTIONS):
        yield {"type": "actions", "elements": elements[start : start + limits.ACTIONS]}


ACTION_PREFIX = "nato:"


def _button(button: Button, words: Words) -> Block:
    said = references.worded(button.label or button.command, words)
    label = mrkdwn.cut(said, limits.BUTTON_TEXT)
    action = f"{ACTION_PREFIX}{button.wire}"
    return {"type": "button", "text": plain(label), "action_id": action, "value": button.wire}


def _sections(lines: list[str]) -> Iterator[Block]:
    for text in _joined(lines, limits.SECTION_TEXT):
        yield {"type": "section", "text": _mrkdwn(text)}


def _joined(lines: Iterable[str], length: int) -> Iterator[str]:
    """The lines in as few texts of at most `length` characters as they need."""
    text = ""
    for line in lines:
        if text and len(text) + 1 + len(line) > length:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield text


def _context(texts: list[str]) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts]}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Block:
    """A text that Slack shows as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}
