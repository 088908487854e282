"""Questions as people type them: noise, shorthand, misspellings, long messages, any text at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.requests import Language
from bot.search.decision import Verdict
from bot.search.explaining import explained
from bot.search.finding import Finding, find
from bot.search.normalise import plain
from bot.search.question import read
from tests import real

LIBRARY, INDEX = real.library(), real.index()
ASKED = st.sampled_from(
    [q for shelf in LIBRARY.values() for topic in shelf.topics.values() for q in topic.questions]
    + [
        "does turkey have to help if greece is attacked",
        "who won the cup",
        "combien dépense la Grèce",
    ]
)
NOISE = st.sampled_from(
    """<@U123> {}|{} :wave:|*{}*|`{}`|> {}|{}???|  {} !|<!here> {}|«{}»|hey {}|{} thanks|{} 🤷
    <#C1/general> {}|{} <:tank:123>|&gt; {}|_{}_...|**{}**|~{}~|@everyone {}""".replace(
        "\n", "|"
    ).split("|")
)


def meaning(found: Finding) -> tuple[object, ...]:
    return found.verdict, found.off_topic, found.intent, [str(f.entry) for f in found.found[:3]]


@given(st.text(max_size=3000))
@settings(max_examples=150, deadline=None)
def test_any_text_finds_something_in_bounded_time(text: str) -> None:
    start = time.thread_time()  # a machine that is busy is no slower search
    found = find(text, INDEX)

    assert found.verdict in Verdict
    assert time.thread_time() - start < 0.25


@given(ASKED, NOISE)
@settings(max_examples=200, deadline=None)
def test_what_a_platform_puts_around_a_question_changes_nothing(asked: str, noise: str) -> None:
    assert meaning(find(noise.replace("/", "|").format(asked), INDEX)) == meaning(
        find(asked, INDEX)
    )


@given(ASKED)
@settings(max_examples=150, deadline=None)
def test_neither_case_nor_accents_change_anything(asked: str) -> None:
    expected = meaning(find(asked, INDEX))

    assert meaning(find(asked.upper(), INDEX)) == expected
    assert meaning(find(plain(asked), INDEX)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "what is nato " * 160,
        "lol " * 500 + "z",
        "what happens " * 150,
        "<http://" * 250,
        "a." * 999,
    ],
)
def test_two_thousand_letters_of_anything_take_no_longer(text: str) -> None:
    start = time.thread_time()  # a machine that is busy is no slower search
    find(text, INDEX)

    assert time.thread_time() - start < 0.1


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("art 5", "article 5"),
        ("Article V", "article 5"),
        ("aritcle five", "article 5"),
        ("a5", "article 5"),
        ("l'article cinq", "l article 5"),
        ("2 %", "2 percent"),
        ("two per cent", "2 percent"),
        ("deux pour cent", "2 percent"),
        ("sooo what's KFOR", "so what is kfor"),
        ("_what's KFOR_", "what is kfor"),
        ("quand a-t-elle été créée", "quand a t elle ete creee"),
        ("&gt; N.A.T.O.", "nato"),
    ],
)
def test_one_thing_has_one_spelling(typed: str, canonical: str) -> None:
    assert plain(typed) == canonical


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("wtf is kfor pls", "what is kfor"),
        ("c koi la kfor", "c est quoi la kfor"),
        ("hey <@U1> whats kfor thanks", "what is kfor"),
        ("pk l'otan existe", "pourquoi l otan existe"),
    ],
)
def test_shorthand_is_spelt_out(typed: str, asked: str) -> None:
    assert read(typed).asked == asked


def test_of_a_long_message_the_sentence_that_asks_is_searched_first() -> None:
    told = "My uncle served in the navy for years. What exactly is nuclear sharing? He never said."

    assert read(told).clauses[0] == "what exactly is nuclear sharing"
    assert str(find(told, INDEX).found[0].entry) == "nuclear-sharing"


def test_what_a_story_is_about_may_stand_before_what_it_asks() -> None:
    told = (
        "My team has to argue on Thursday that NATO drags you into wars. The other side says that "
        "article 5 lets countries choose how they help. I read the text, and could not work it "
        "out. So are all the others forced to send something, yes or no?"
    )

    assert str(find(told, INDEX).found[0].entry) == "article-5-collective-defence"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("who was the danish secretary general", "secretary-general from DK"),
        ("which dutchmen led nato", None),
        ("which dutchman led nato in the 2000s", "secretary-general from NL 2000-2009"),
        (
            "quel belge a dirigé l'otan dans les années cinquante",
            "secretary-general from BE 1950-1959",
        ),
        ("who ran nato in the nineties", "secretary-general 1990-1999"),
        ("who was secretary general when poland joined", "secretary-general"),
        ("is the saceur always american", None),
    ],
)
def test_a_holder_is_found_by_where_they_come_from(text: str, person: str | None) -> None:
    intent = find(text, INDEX).intent

    assert (intent.arguments.get("person") if intent else None) == person


@pytest.mark.parametrize(
    "text",
    [
        "Was ist die NATO",
        "qué es la OTAN",
        "cos'è la nato",
        "how many soldiers does the swiss army have",
        "that meme killed me",
        "quiz night at the pub on friday",
    ],
)
def test_what_is_no_question_about_nato_is_left_alone(text: str) -> None:
    assert find(text, INDEX).verdict is Verdict.DECLINE


@pytest.mark.parametrize(
    "text",
    [
        "l'article 5, comment ça marche concrètement dans la vraie vie",
        "if russia attacks poland is that an article 5 case",
    ],
)
def test_an_article_named_in_an_unseen_sentence_opens_it(text: str) -> None:
    assert str(find(text, INDEX).found[0].entry) == "article-5-collective-defence"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("what is an instrument of accession", "glossary:INSTRUMENT-OF-ACCESSION"),
        ("wtf is a stanag", "standardization"),
        ("what is the strategy of deterrence by denial", "glossary:DETERRENCE-BY-DENIAL"),
    ],
)
def test_what_sort_of_thing_something_is_its_term_says_unless_a_topic_has_its_name(
    text: str, entry: str
) -> None:
    assert str(find(text, INDEX).found[0].entry) == entry


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("tell me something cool about nato", "fact"),
        ("balance un truc au hasard sur l'otan", "fact"),
        ("tell me something interesting about turkey", None),
        ("a journalist asked me for a fact check of what the minister said about tanks", None),
    ],
)
def test_a_wish_for_any_fact_is_told_from_one_for_something(text: str, command: str | None) -> None:
    intent = find(text, INDEX).intent

    assert (intent.command if intent else None) == command


def test_a_word_that_everybody_uses_is_no_name() -> None:
    assert not INDEX.names.contained("can you map it")


def test_a_misspelt_country_is_mended() -> None:
    found = find("when did lithunia join nato", INDEX)

    assert found.intent
    assert found.intent.arguments == {"country": "LT"}


def test_editors_see_how_an_answer_is_found() -> None:
    shown = "\n".join(explained("wtf is kfor", INDEX))

    assert "tokens      kfor" in shown
    assert "verdict     answer" in shown
    assert "kosovo-kfor" in shown
    assert "off-topic class" in "\n".join(explained("tell me a joke", INDEX))
    assert Language.EN in LIBRARY
