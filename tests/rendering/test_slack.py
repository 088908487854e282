"""Answers as Block Kit: every block has its place, text shows as written, and all of it fits."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest

from adapters.slack import limits, mrkdwn, payloads, render
from bot.answers import (
    Answer,
    Button,
    Card,
    Chart,
    Field,
    Moments,
    Note,
    NoteKind,
    Quote,
    Section,
    Series,
    Source,
    Statement,
    Table,
)
from bot.core import Core
from bot.requests import Language
from bot.words import Words
from tests.wire import slack_guards

Block = dict[str, Any]


def source(number: int, *, title: str = "", path: str = "") -> Source:
    """The document of that number."""
    return Source(
        title=title or f"Document {number}",
        publisher="NATO",
        url=f"https://www.nato.int/{number}{path}",
        part="Article 5",
        date=dt.date(2024, 3, 7),
    )


MOMENTS = Moments(label="The next", instants=(1795424400,), texts=("23 Nov, 09:00 (UTC)",))
FULL = Card(
    title="The title",
    summary=Statement(text="The summary.", sources=(source(1),)),
    sections=(
        Section(
            heading="What it is",
            statements=(Statement(text="The statement.", sources=(source(2), source(1))),),
        ),
    ),
    fields=(Field(label="Capital", value="Oslo", sources=(source(3),)),),
    quote=Quote(text="The quote.", by="The speaker", sources=(source(4),)),
    table=Table(header=("Country", "Year"), rows=(("Norway", "1949"),), sources=(source(5),)),
    chart=Chart(
        title="The chart's title",
        labels=("A",),
        series=(Series(name="The series", values=(1.0,)),),
        measure="The measure",
        unit="%",
        alt="The chart.",
        sources=(source(6),),
    ),
    moments=MOMENTS,
    notes=(
        Note(kind=NoteKind.NOTICE, text="The notice."),
        Note(kind=NoteKind.AS_OF, text="As of today."),
        Note(kind=NoteKind.DISPUTED, text="Disputed."),
        Note(kind=NoteKind.LEFT_OUT, text="Left out."),
    ),
    minutes=2,
)
SHOWN = {
    "title": ["The title"],
    "summary": ["The summary. [1]"],
    "sections": ["*What it is*\n• The statement. [1] [2]"],
    "fields": ["*Capital*\nOslo [3]"],
    "quote": [">“The quote.”\n>(The speaker) [4]"],
    "table": ["*Country · Year* [5]\nNorway · 1949"],
    "chart": ["The chart. [6]"],
    "moments": ["*The next*\n<!date^1795424400^{date_short_pretty} {time}|23 Nov, 09:00 (UTC)>"],
    "notes": ["The notice.", "As of today. Disputed. Left out."],
    "minutes": ["2 min read", "nato-bot, unofficial"],
}
LONGEST = Card(
    title="T" * 200,
    summary=Statement(text="word " * 56, sources=(source(1),)),
    sections=tuple(
        Section(
            heading=f"Heading {number}",
            statements=tuple(
                Statement(
                    text="word " * 40,
                    sources=(source(4 * number + n % 3, title="t" * 100, path="p" * 126),),
                )
                for n in range(4)
            ),
        )
        for number in range(4)
    ),
    minutes=4,
)


@pytest.fixture
def words(core: Core) -> Words:
    return core.words(Language.EN)


def texts(blocks: list[Block]) -> list[str]:
    """Every text in the blocks, in order."""
    found: list[str] = []
    for block in blocks:
        shown = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        found += [s["text"] for s in shown if s and isinstance(s["text"], str)]
    return found


def kinds(blocks: list[Block]) -> list[str]:
    return [block["type"] for block in blocks]


@pytest.mark.parametrize("block", [f.name for f in fields(Card)])
def test_every_block_of_a_card_has_its_place(words: Words, block: str) -> None:
    shown = texts(render.blocks(Answer(cards=(FULL,)), words))

    assert SHOWN[block] == [text for text in shown if text in SHOWN[block]]


def test_a_card_goes_from_header_to_buttons(words: Words) -> None:
    button = Button(label="More", command="explain", argument="more")
    shown = render.blocks(Answer(cards=(replace(FULL, fields=()),), buttons=(button,)), words)

    assert kinds(shown)[:2] == ["header", "section"]
    assert kinds(shown)[-3:] == ["context", "context", "actions"]


def test_every_source_is_listed_by_its_number_as_a_link(words: Words) -> None:
    listed = next(t for t in texts(render.blocks(Answer(cards=(FULL,)), words)) if "*Sources*" in t)

    for number in range(1, 7):
        link = f"[{number}] <https://www.nato.int/{number}|Document {number}, Article 5>"
        assert f"{link}. NATO, 7 March 2024." in listed


def test_instants_get_a_line_each_and_a_text_for_who_has_no_clock(words: Words) -> None:
    texts_of = ("23 Nov <1>", "24 Nov | 2", "25 Nov")
    card = Card(moments=Moments(label="The next", instants=(1, 2, 3), texts=texts_of))
    shown = texts(render.blocks(Answer(cards=(card,)), words))[0].splitlines()

    assert shown[1:] == [
        "<!date^1^{date_short_pretty} {time}|23 Nov &lt;1&gt;>",
        "<!date^2^{date_short_pretty} {time}|24 Nov / 2>",
        "<!date^3^{date_short_pretty} {time}|25 Nov>",
    ]
    assert slack_guards.problems(render.message(Answer(cards=(card,)), words)) == []


def test_instants_are_read_aloud_as_texts(words: Words) -> None:
    card = Card(title="Digest", moments=replace(MOMENTS, texts=("23 Nov, 09:00",)))

    assert render.fallback(Answer(cards=(card,)), words) == "Digest\nThe next: 23 Nov, 09:00"


def test_a_mark_stands_at_the_end_of_the_text_and_in_the_last_small_print(words: Words) -> None:
    plain = render.message(Answer(cards=(FULL, FULL)), words)
    shown = render.marked(plain, "7/2026-11-23.1")

    assert shown["text"] == f"{plain['text']} [7/2026-11-23.1]"
    assert texts(shown["blocks"])[-2:] == ["nato-bot, unofficial", "7/2026-11-23.1"]
    assert "7/2026-11-23.1" not in str(plain)


def test_two_cards_stand_apart_and_one_line_says_unofficial(words: Words) -> None:
    shown = render.blocks(Answer(cards=(FULL, FULL)), words)

    assert kinds(shown).count("divider") == 1
    assert texts(shown).count("nato-bot, unofficial") == 1


def test_a_decline_is_its_notice_and_its_buttons(words: Words) -> None:
    card = Card(notes=(Note(kind=NoteKind.NOTICE, text="No."),))
    button = Button(label="More", command="explain", argument="more")
    shown = render.blocks(Answer(cards=(card,), buttons=(button,), declined=True), words)

    assert kinds(shown) == ["section", "context", "actions"]
    assert texts(shown)[0] == "No."


def test_notifications_and_screen_readers_get_title_and_summary(words: Words) -> None:
    assert render.fallback(Answer(cards=(FULL,)), words) == "The title\nThe summary."


def test_without_a_summary_they_get_what_the_card_says_instead(words: Words) -> None:
    card = Card(title="Norway", fields=(Field(label="Capital", value="Oslo"),))

    assert render.fallback(Answer(cards=(card,)), words) == "Norway\nCapital: Oslo"


def test_an_empty_answer_still_has_a_text(words: Words) -> None:
    assert render.fallback(Answer(cards=()), words) == "nato-bot, unofficial"


def test_long_fields_get_a_line_each(words: Words) -> None:
    card = Card(fields=tuple(Field(label=f"/nato {n}", value="long " * 20) for n in range(12)))
    [section, _] = render.blocks(Answer(cards=(card,)), words)

    assert section["text"]["text"].count("\n") == 11


def test_buttons_keep_their_wire_and_lose_their_doubles(words: Words) -> None:
    buttons = [
        Button(label=f"{n} " + "b" * 90, command="explain", argument=str(n % 30)) for n in range(40)
    ]
    rows = [
        b
        for b in render.blocks(Answer(cards=(FULL,), buttons=tuple(buttons)), words)
        if b["type"] == "actions"
    ]

    assert [len(row["elements"]) for row in rows] == [25, 5]
    assert rows[0]["elements"][0]["value"] == "n1:explain:0"
    assert len(rows[0]["elements"][0]["text"]["text"]) <= limits.BUTTON_TEXT


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("AT&T <b> 3 > 2", "AT&amp;T &lt;b&gt; 3 &gt; 2"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("a *b* c", "a \u2060*\u2060b\u2060*\u2060 c"),
        ("_a_ ~b~ `c`", "⁠_⁠a⁠_⁠ ⁠~⁠b⁠~⁠ ⁠`⁠c⁠`⁠"),
        ("at 10:30", "at 10:30"),
        (":smile:", "\u2060:\u2060smile:"),
        ("> no quote", "\u2060&gt;\u2060 no quote"),
        ("l'OTAN : 32 alliés", "l'OTAN : 32 alliés"),
    ],
)
def test_text_shows_as_it_is_written(written: str, shown: str) -> None:
    assert mrkdwn.escape(written) == shown


@pytest.mark.parametrize("length", [10, 37, 75, 3000])
@pytest.mark.parametrize("text", ["&" * 5000, "word " * 1000, "*a* " * 1000, "x" * 5000, "short"])
def test_a_text_fits_after_escaping_and_shows_where_it_was_cut(text: str, length: int) -> None:
    shown = mrkdwn.fitted(text, length)

    assert len(shown) <= length
    assert shown == text or shown.endswith("…")


def test_a_cut_ends_after_a_whole_word() -> None:
    assert mrkdwn.cut("An armed attack, on all", 17) == "An armed attack…"


def test_a_link_cannot_be_broken_out_of() -> None:
    assert (
        mrkdwn.link("https://x.int/?a=1&b=2|<>", "X") == "<https://x.int/?a=1&amp;b=2%7C%3C%3E|X>"
    )


@pytest.mark.parametrize("card", [FULL, LONGEST, Card()], ids=["full", "longest", "empty"])
def test_a_card_fits_slack_uncut(words: Words, card: Card) -> None:
    body = render.marked(render.message(Answer(cards=(card,)), words), "m" * 25)

    assert slack_guards.problems(body) == []
    assert sum(text.count("word") for text in texts(body["blocks"])) == (
        sum(s.text.count("word") for s in card.statements)
    )


def test_what_is_too_long_is_shortened_but_keeps_every_source(words: Words) -> None:
    statements = tuple(
        Statement(text="*&word " * 100, sources=(source(n, path="p" * 100),)) for n in range(30)
    )
    card = Card(title="T", sections=(Section(heading="H", statements=statements),))
    body = render.message(Answer(cards=(card,)), words)
    shown = "\n".join(texts(body["blocks"]))

    assert slack_guards.problems(body) == []
    assert [
        n for n in range(30) if f"nato.int/{n}p" not in shown or f"[{n + 1}]" not in shown
    ] == []


def test_cards_that_do_not_fit_are_left_out_whole(words: Words) -> None:
    body = render.marked(render.message(Answer(cards=(FULL,) * 40), words), "m" * 25)

    assert slack_guards.problems(body) == []
    assert texts(body["blocks"]).count("The title") > 1


def test_the_payload_is_the_call_that_posts_it(words: Words) -> None:
    [payload] = payloads.of(Answer(cards=(FULL,)), words)

    assert (payload["method"], payload["path"]) == ("chat.postMessage", "/api/chat.postMessage")
    assert payload["body"]["channel"] == "C1"
    assert payload["body"]["unfurl_links"] is payload["body"]["unfurl_media"] is False
