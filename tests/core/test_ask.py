"""Free text: answered from the right entry, or honestly declined."""

import time
from collections.abc import Awaitable, Callable

import pytest

from bot.answers import Answer, Visibility

Ask = Callable[..., Awaitable[Answer]]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("what is article 5?", "article-5-collective-defence"),
        ("wtf is art. V", "article-5-collective-defence"),
        ("<@U123> what's `article 4`", "article-4-consultation"),
        ("<https://example.org|consensus>?", "consensus"),
        ("WHAT IS NATO", "what-is-nato"),
        ("whats kfor", "kosovo-kfor"),
        ("what does N.A.T.O. stand for", "what-is-nato"),
        ("what does saceur stand for", "saceur"),
        ("whats a battlegroup", "glossary:BATTLEGROUP"),
        ("qu'est-ce que l'article 5 ?", "article-5-collective-defence"),
        ("c'est quoi l'otan", "what-is-nato"),
        ("norway", "member:NO"),
        ("member norway", "member:NO"),
        ("terorism and nato", "terrorism"),
    ],
)
async def test_a_question_is_answered_from_its_entry(say: Ask, text: str, about: str) -> None:
    answer = await say(text)

    assert not answer.declined
    assert answer.about[0] == about


@pytest.mark.parametrize(
    "text",
    ["who won the world cup", "best pizza in town?", "write me a poem", "quelle heure est-il"],
)
async def test_another_subject_is_declined_with_three_topics(say: Ask, text: str) -> None:
    answer = await say(text)

    assert answer.declined
    assert answer.visibility is Visibility.ASKER
    assert len(answer.buttons) == 3


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🤷", "👍🏽‼️", "\u202e\u200f", "\x00\x07\x1b[31m", "<@U1>", "...", "<:tank:123>"],
)
async def test_a_message_without_words_is_told_how_to_ask(say: Ask, text: str) -> None:
    answer = await say(text)

    assert answer.declined
    assert "in your own words" in answer.cards[0].notes[0].text
    assert answer.buttons


@pytest.mark.parametrize(
    "text",
    ["@everyone what is xyzzy", "<!channel> xyzzy", "[x](javascript:alert(1)) xyzzy", "*_~`xyzzy"],
)
async def test_nothing_that_was_typed_comes_back(say: Ask, text: str) -> None:
    answer = await say(text)

    shown = str(answer.cards) + "".join(button.label for button in answer.buttons)
    assert "xyzzy" not in shown
    assert "@everyone" not in shown


@pytest.mark.parametrize("text", ["what is nato " * 3077, "xqzt " * 8000, "a" * 40_000])
async def test_forty_thousand_characters_are_answered_at_once(say: Ask, text: str) -> None:
    start = time.thread_time()
    answer = await say(text)

    assert answer.cards
    assert time.thread_time() - start < 0.1


async def test_a_plain_command_word_is_a_command(say: Ask) -> None:
    assert (await say("help")).about == ("cmd:smalltalk",)
    assert (await say("fact article 5")).about[0] == "cmd:fact"


async def test_a_sentence_that_begins_like_a_command_is_a_question(say: Ask) -> None:
    answer = await say("explain to me what collective defence is")

    assert answer.about[0] == "article-5-collective-defence"


async def test_a_question_about_one_event_is_answered_by_its_statement(say: Ask) -> None:
    answer = await say("What did Ernest Bevin propose in January 1948?")

    assert not answer.declined
    assert "Bevin" in str(answer.cards)
    assert all(statement.sources for statement in answer.cards[0].statements)


async def test_a_topic_shows_what_comes_closest_to_the_question_first(say: Ask) -> None:
    [card] = (await say("What did NATO do in Darfur?")).cards

    assert any("Darfur" in statement.text for statement in card.statements)


async def test_a_mere_name_gets_the_explainer_as_it_is(say: Ask) -> None:
    [card] = (await say("consensus")).cards

    assert card.sections[0].heading == "What it is"
