"""In which language an answer comes, and who sees whose choice."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.answers import Answer, Visibility
from bot.core import Core
from bot.library.entries import Library
from bot.requests import Language, Origin
from bot.search.index import Index
from bot.search.spoken import is_french
from bot.store.database import Database
from bot.store.languages import Languages
from tests.fakes import FakeClock

HERE = Origin(platform="p", space="s", channel="c", asker="ann", spoken=Language.EN)
ADMIN = replace(HERE, may_administer=True)
Say = Callable[..., Awaitable[Answer]]


async def french_client() -> Language:
    return Language.FR


@pytest.fixture
def say(library: Library, index: Index, clock: FakeClock, database: Database) -> Say:
    """Say a line somewhere, with a French client."""
    core = Core(library, index, clock, languages=Languages(database, clock))

    async def _say(line: str, origin: Origin = HERE, *, alone: bool = False) -> Answer:
        request = core.read_line(line, Language.EN, origin)
        return await core.answer(request, french_client, alone=alone)

    return _say


async def test_what_others_see_never_follows_the_askers_client(say: Say) -> None:
    answer = await say("explain article 5")

    assert (answer.language, answer.visibility) == (Language.EN, Visibility.CHANNEL)


async def test_what_the_asker_alone_sees_follows_their_client(say: Say) -> None:
    assert (await say("help")).language is Language.FR
    assert (await say("explain article 5", alone=True)).language is Language.FR


async def test_the_space_and_then_the_channel_are_spoken_to_in_their_own(say: Say) -> None:
    await say("language fr space", ADMIN)
    in_space = await say("explain article 5")
    await say("language en channel", ADMIN)
    in_channel = await say("explain article 5")

    assert (in_space.language, in_channel.language) == (Language.FR, Language.EN)


async def test_a_persons_choice_counts_in_private_alone(say: Say) -> None:
    await say("language en")

    assert (await say("help")).language is Language.EN
    assert (await say("explain article 5")).language is Language.EN
    assert (await say("help", replace(HERE, asker="bob"))).language is Language.FR


async def test_a_choice_can_be_taken_back(say: Say) -> None:
    await say("language en")
    await say("language auto")

    assert (await say("help")).language is Language.FR


@pytest.mark.parametrize("line", ["language fr channel", "langue serveur fr"])
async def test_only_admins_choose_for_others(say: Say, line: str) -> None:
    answer = await say(line)

    assert answer.declined
    assert (await say("explain article 5")).language is Language.EN


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("explain article 5 in french", Language.FR),
        ("à quoi sert l'otan ?", Language.FR),
        ("c koi l'article 5", Language.FR),
        ("what is nato for?", Language.EN),
    ],
)
async def test_what_is_asked_for_or_asked_in_french_is_answered_so(
    say: Say, line: str, language: Language
) -> None:
    assert (await say(line)).language is language


async def test_a_named_language_beats_every_choice(say: Say) -> None:
    await say("language fr space", ADMIN)

    assert (await say("explain article 5 in english")).language is Language.EN


async def test_what_cannot_be_kept_is_said(core: Core) -> None:
    answer = await core.answer(core.read_line("language fr"))

    assert answer.declined


@pytest.mark.parametrize("text", ["KFOR", "article 5", "what is the OTAN", "Macron", "oui"])
def test_a_name_is_in_no_language(text: str) -> None:
    assert not is_french(text)
