"""Discord rendering: answers built by hand."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace

import pytest

from adapters.discord import limits, payloads, render
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
    channel_reference,
    person_reference,
)
from bot.library.entries import Library
from bot.requests import Language
from bot.words import Words
from tests.wire.discord_guards import message_problems

TREATY = Source(
    title="The North Atlantic Treaty", part="Article 5", publisher="NATO", url="https://nato.int/t"
)
PAGE = Source(
    title="Collective defence",
    publisher="SHAPE",
    url="https://shape.nato.int/(p)",
    date=dt.date(2024, 3, 7),
)
WHOLE = Card(
    title="The title",
    summary=Statement(text="The summary.", sources=(TREATY,)),
    sections=(
        Section(heading="The heading", statements=(Statement(text="One.", sources=(PAGE,)),)),
    ),
    fields=(Field(label="The label", value="the value", sources=(PAGE,)),),
    quote=Quote(text="The quote", by="its author", sources=(TREATY,)),
    table=Table(header=("Head one", "Head two"), rows=(("cell one", "cell two"),)),
    chart=Chart(
        title="The chart's title",
        labels=("a",),
        series=(Series(name="The series", values=(1.0,)),),
        measure="The measure",
        unit="%",
        alt="What it shows.",
        sources=(PAGE,),
    ),
    moments=Moments(label="The next", instants=(1795424400,), texts=("23 Nov, 09:00 (UTC)",)),
    notes=tuple(Note(kind=kind, text=f"A note: {kind.replace('_', ' ')}.") for kind in NoteKind),
    minutes=3,
)
TEXTS = """The title|The summary.|The heading|One.|The label|the value|The quote|its author|Head one
Head two|cell one|cell two|What it shows.|A note: notice.|A note: as of.|A note: disputed.
A note: left out.|3 min read|unofficial|The North Atlantic Treaty, Article 5|https://nato.int/t
Collective defence|SHAPE, 7 March 2024|The next|<t:1795424400:F>"""


@pytest.fixture
def words(library: Library) -> Words:
    return library[Language.EN].words


def card_of(texts: Iterable[str], sources: Iterable[Source] = (TREATY,)) -> Card:
    said = tuple(Statement(text=text, sources=tuple(sources)) for text in texts)
    return Card(title="Title", sections=(Section(heading="Heading", statements=said),))


def body_of(card: Card, words: Words, buttons: tuple[Button, ...] = ()) -> dict[str, object]:
    [payload] = payloads.of(Answer(cards=(card,), buttons=buttons), words)
    return dict(payload["body"])


def description(card: Card, words: Words) -> str:
    [embed] = render.embeds(Answer(cards=(card,)), words)
    return embed.description or ""


def listed(card: Card, words: Words) -> str:
    [embed] = render.embeds(Answer(cards=(card,)), words)
    return "\n".join(field.value or "" for field in embed.fields)


@pytest.mark.parametrize("text", TEXTS.replace("\n", "|").split("|"))
def test_every_block_of_a_card_is_shown(words: Words, text: str) -> None:
    assert all(getattr(WHOLE, field.name) for field in fields(Card))
    assert text in json.dumps(body_of(WHOLE, words))
    assert text in render.plain(Answer(cards=(WHOLE,)), words)


def test_a_statement_ends_with_marks_that_link_to_its_sources(words: Words) -> None:
    shown = description(card_of(["One."], [TREATY, PAGE]), words)

    assert shown.endswith(
        "- One.\u202f[¹](https://nato.int/t)\u202f[²](https://shape.nato.int/%28p%29)"
    )


def test_a_source_cited_twice_is_listed_once(words: Words) -> None:
    shown = listed(card_of(["One.", "Two."]), words)

    assert shown == "¹ [The North Atlantic Treaty, Article 5](https://nato.int/t), NATO"


def test_a_field_that_names_its_source_is_the_link_to_it(words: Words) -> None:
    field = Field(label="Collective defence", value="SHAPE", sources=(PAGE,))
    shown = listed(Card(fields=(field,)), words)

    assert shown == "[SHAPE](https://shape.nato.int/%28p%29)"


def test_fields_stand_before_the_sections_that_follow_on_them(words: Words) -> None:
    shown = description(replace(WHOLE, summary=None), words)

    assert shown.index("**The label** · the value") < shown.index("The heading")


@pytest.mark.parametrize("block", ["table", "moments"])
def test_fields_stand_before_dates_and_rows_too(words: Words, block: str) -> None:
    card = replace(Card(fields=WHOLE.fields), **{block: getattr(WHOLE, block)})

    assert description(card, words).startswith("**The label** · the value")


def test_the_dates_to_come_stand_before_what_was(words: Words) -> None:
    shown = description(WHOLE, words)

    assert shown.index("The next") < shown.index("Head one")


@pytest.mark.parametrize("refer", [channel_reference, person_reference])
@pytest.mark.parametrize("text", ["{} did", "- *{}*", "{} {}"])
def test_channels_and_people_are_named_and_nobody_is_notified(
    words: Words, refer: Callable[[str], str], text: str
) -> None:
    snowflake, sign = "145607444398080000", refer("")[1]
    said = text.replace("{}", refer(snowflake))
    note, field = Note(kind=NoteKind.NOTICE, text=said), Field(label="The label", value=said)
    body = body_of(Card(notes=(note,), fields=(field,)), words)

    assert str(body["embeds"]).count(f"<{sign}{snowflake}>") == 2 * text.count("{}")
    assert list(message_problems(body)) == []


def test_a_reference_is_made_of_digits_alone(words: Words) -> None:
    said = channel_reference("1> @everyone [x](https://y.z) <@&2")

    assert description(Card(notes=(Note(kind=NoteKind.NOTICE, text=said),)), words) == "<#12>"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("why", "shown"), [("late", 30), ("down", 30), ("token", 20)])
def test_thirty_outcomes_fit_or_the_oldest_are_left_out(
    library: Library, language: Language, why: str, shown: int
) -> None:
    words = library[language].words
    bad = f"{words.say('digest.outcome.failed')} · {words.say(f'digest.why.{why}')} ({'x' * 9})"
    days = [words.date(dt.date(2026, 9, 30) - dt.timedelta(days=n)) for n in range(30)]
    card = Card(
        fields=(Field(label="Settings", value="v" * 100),) * 4,
        moments=Moments(label="The next", instants=(1795424400,) * 5, texts=("",) * 5),
        table=Table(header=("Day", "Outcome"), rows=tuple((day, bad) for day in days)),
    )

    assert list(message_problems(body_of(card, words))) == []
    assert all(day in description(card, words) for day in days[:shown])


def test_what_markdown_would_make_of_content_is_escaped(words: Words) -> None:
    shown = description(card_of(["*a* _b_ [x](https://y.z) @everyone <@&1>"]), words)

    assert r"\*a\* \_b\_ \[x](https://y.z)" in shown
    assert "@everyone" not in shown


def test_the_longest_topic_in_french_keeps_every_statement_and_every_source(
    library: Library,
) -> None:
    url = "https://www.nato.int/fr/" + "a" * 126
    cited = [replace(TREATY, title="T" * 60, url=f"{url}{n:02}") for n in range(12)]
    said = [
        Statement(text=f"{n:02} " + "é" * 124, sources=tuple(cited[n % 12 :][:2]))
        for n in range(25)
    ]
    card = Card(title="T" * 60, sections=(Section(heading="H", statements=tuple(said)),), minutes=3)
    words = library[Language.FR].words

    assert list(message_problems(body_of(card, words))) == []
    assert all(s.text in description(card, words) for s in said)
    assert all(source.url in listed(card, words) for source in cited)


def test_what_cannot_fit_is_left_out_from_the_end_with_a_sign(words: Words) -> None:
    sources = [replace(PAGE, url=f"https://nato.int/{n}") for n in range(40)]
    said = [Statement(text="x " * 200, sources=(source,)) for source in sources]
    card = Card(title="Title", sections=(Section(heading="H", statements=tuple(said)),))
    shown = description(card, words)

    assert list(message_problems(body_of(card, words))) == []
    assert shown.endswith("\n…")
    assert all(f"/{n})" in listed(card, words) for n in range(shown.count("\n- ")))


@pytest.mark.parametrize(
    "card",
    [
        Card(),
        Card(title="t " * 400),
        card_of(["word " * 9000]),
        card_of(["x" * 40_000] * 3),
        card_of(
            ["One."], [replace(PAGE, url=f"https://nato.int/{'u' * 400}/{n}") for n in range(60)]
        ),
        Card(fields=tuple(Field(label="l" * 400, value="v" * 3000) for _ in range(60))),
        Card(table=Table(header=("a", "b"), rows=(("c" * 90, "d"),) * 500)),
        Card(notes=(Note(kind=NoteKind.NOTICE, text="n " * 4000),) * 9),
        replace(WHOLE, title="*" * 256),
    ],
)
def test_whatever_a_card_holds_discord_takes_the_message(card: Card, words: Words) -> None:
    answer = Answer(cards=(card,) * 12)

    [payload] = payloads.of(answer, words)
    assert list(message_problems(payload["body"])) == []
    assert len(render.plain(answer, words)) <= limits.CONTENT


def test_a_button_asks_for_its_command_and_stands_once(words: Words) -> None:
    again = Button(label="Again", command="fact", argument="x")
    body = body_of(WHOLE, words, buttons=(replace(again, label="L" * 99), again))

    shown = render.view(Answer(cards=(), buttons=(replace(again, label="L" * 99), again)))
    [button] = shown.children
    assert button.to_component_dict()["custom_id"] == "n1:fact:x"
    assert button.to_component_dict()["label"] == "L" * 79 + "…"
    assert list(message_problems(body)) == []


def test_more_buttons_than_discord_shows_are_left_out(words: Words) -> None:
    buttons = tuple(Button(label="Label", command="fact", argument=str(n)) for n in range(30))

    assert list(message_problems(body_of(WHOLE, words, buttons=buttons))) == []
    assert len(render.view(Answer(cards=(), buttons=buttons)).children) == 25


def test_a_decline_has_another_colour(words: Words) -> None:
    given, declined = Answer(cards=(WHOLE,)), Answer(cards=(WHOLE,), declined=True)

    assert render.embeds(given, words)[0].colour != render.embeds(declined, words)[0].colour


def test_nobody_is_pinged(words: Words) -> None:
    assert body_of(WHOLE, words)["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize(
    ("text", "length", "kept"),
    [
        ("one two", 7, "one two"),
        ("one two", 6, "one…"),
        ("one, two", 7, "one…"),
        ("onetwo", 4, "one…"),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, length: int, kept: str) -> None:
    assert limits.cut(text, length) == kept
