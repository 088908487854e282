"""Channels and people in what Slack is sent: by name in a card, where it shows none by a word."""

import pytest

from adapters.slack import mrkdwn, render
from bot.answers import Answer, Button, Card, Note, NoteKind, channel_reference, person_reference
from bot.library.entries import Library
from bot.requests import Language
from tests.wire import slack_guards

SAID = f"{person_reference('U1')} posts & writes in {channel_reference('C1')}."
ANSWER = Answer(
    cards=(Card(title=SAID, notes=(Note(kind=NoteKind.NOTICE, text=SAID),)),),
    buttons=(Button(label=SAID, command="help"),),
)


def test_a_card_links_them_and_slack_shows_their_names(library: Library) -> None:
    body = render.message(ANSWER, library[Language.EN].words)

    assert body["blocks"][1]["text"]["text"] == "<@U1> posts &amp; writes in <#C1>."
    assert slack_guards.problems(body) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "Somebody posts & writes in the channel."),
        (Language.FR, "Quelqu'un posts & writes in le salon."),
    ],
)
def test_titles_buttons_and_what_is_read_aloud_have_words_instead(
    library: Library, language: Language, said: str
) -> None:
    body = render.message(ANSWER, library[language].words)
    title, *_, actions = body["blocks"]

    assert title["text"]["text"] == actions["elements"][0]["text"]["text"] == said
    assert body["text"].splitlines() == [said.replace("&", "&amp;")] * 2


@pytest.mark.parametrize("name", ["", "!channel", "U1|x", "1763892000.000100", "c1>", "U1\n"])
def test_what_is_no_id_becomes_no_mark_of_slacks(name: str) -> None:
    assert mrkdwn.escape(person_reference(name)) == "@…"


def test_a_text_is_as_long_with_links_as_without() -> None:
    assert mrkdwn.fitted(SAID, 40).startswith("<@U1> posts")
    assert len(mrkdwn.fitted(SAID, 40)) <= 40
