"""Long answers in pages, and private ones shown to everybody, as a platform asks for them."""

from dataclasses import replace

import pytest

from bot.answers import Answer, Button, Visibility
from bot.core import Core
from bot.library.entries import Library
from bot.pages import ROOM
from bot.requests import Language, Origin

PLACE = Origin(platform="test", space="1", channel="2", asker="3", spoken=Language.EN)


async def asked(core: Core, text: str, *, alone: bool = False, place: Origin = PLACE) -> Answer:
    return await core.answer(core.read_text(text, origin=place), alone=alone, in_pages=True)


async def pressed(core: Core, button: Button, *, alone: bool = False) -> Answer:
    request = core.read_button(button.wire, origin=PLACE)
    return await core.answer(request, alone=alone, in_pages=True)


def pagers(answer: Answer) -> list[Button]:
    return [button for button in answer.buttons if button.page and not button.is_shared]


@pytest.mark.parametrize("language", list(Language))
async def test_the_pages_of_every_topic_say_all_of_it_once(
    core: Core, library: Library, language: Language
) -> None:
    place = replace(PLACE, spoken=language)
    for topic_id in library[language].topics:
        request = core.read_button(f"n1:explain:{topic_id}", origin=place)
        whole, seen = await core.answer(request), list[str]()
        answer = await core.answer(request, in_pages=True)
        while True:
            card = answer.cards[0]
            assert sum(len(s.text) for s in card.statements) <= ROOM or len(card.sections) == 1
            seen += [statement.text for statement in card.statements]
            following = [b for b in pagers(answer) if b.label.endswith("▶")]
            if not following:
                break
            turned = core.read_button(following[0].wire, origin=place)
            answer = await core.answer(turned, in_pages=True)
        assert seen == [statement.text for statement in whole.cards[0].statements]


async def test_a_page_is_named_by_what_stands_there(core: Core) -> None:
    first = await asked(core, "what is article 5")
    [to_second] = pagers(first)
    second = await pressed(core, to_second)

    assert to_second.label == f"{second.cards[0].sections[0].heading} (2/2) ▶"
    assert [button.label for button in pagers(second)] == ["◀ In short (1/2)"]


async def test_a_page_that_is_gone_turns_to_the_last_one(core: Core) -> None:
    answer = await pressed(core, Button(label="", command="explain", argument="kfor", page=99))

    assert pagers(answer)[0].label.startswith("◀")


async def test_pages_stay_in_the_language_of_a_french_question(core: Core) -> None:
    first = await asked(core, "c'est quoi l'article 5 ?")
    second = await pressed(core, pagers(first)[0])

    assert second.language is Language.FR


async def test_what_was_asked_in_private_can_be_shown_to_everybody(core: Core) -> None:
    private = await asked(core, "what is kfor", alone=True)
    share = private.buttons[-1]
    shown = await pressed(core, share, alone=True)

    assert share.label == "Show to the channel"
    assert private.visibility is Visibility.ASKER
    assert shown.visibility is Visibility.CHANNEL
    assert shown.cards == (await asked(core, "what is kfor")).cards


async def test_a_persons_own_words_are_on_no_button(core: Core) -> None:
    for text in ("what is the weather in brussels", "terms kfor and isaf", "language"):
        answer = await asked(core, text, alone=True)

        assert answer.again is None
        assert not any(button.is_shared for button in answer.buttons)


async def test_where_nobody_else_is_nothing_is_shown_to_others(core: Core) -> None:
    answer = await asked(core, "what is kfor", alone=True, place=replace(PLACE, space=None))

    assert not any(button.is_shared for button in answer.buttons)


async def test_an_answer_from_data_can_be_shared_too(core: Core) -> None:
    answer = await asked(core, "when did sweden join nato", alone=True)

    assert answer.again is not None
    assert answer.again.wire == "n1:member:SE"
