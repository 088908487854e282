"""Discord rendering: every answer the real content gives."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from discord.utils import escape_markdown

from adapters.discord import limits, payloads, render
from bot.core import Core
from bot.export import every_request
from bot.library.entries import Library
from bot.showing import every_page
from tests.wire.discord_guards import message_problems

VALIDATOR = Path(__file__).parents[3] / "shared" / "validators" / "validate_discord.py"


async def test_every_answer_of_the_content_fits_and_keeps_what_it_states(
    core: Core, library: Library
) -> None:
    for request in every_request(library):
        answer = await core.answer(request)
        words = core.words(answer.language)
        [payload] = payloads.of(answer, words)
        shown = json.dumps(payload, ensure_ascii=False)
        said = [s.text for card in answer.cards for s in card.statements]
        assert list(message_problems(payload["body"])) == []
        assert len(render.plain(answer, words)) <= limits.CONTENT
        assert all(json.dumps(escape_markdown(t), ensure_ascii=False)[1:-1] in shown for t in said)


@pytest.mark.skipif(not VALIDATOR.exists(), reason="needs ../shared/validators beside the checkout")
async def test_discords_own_description_takes_every_payload(
    core: Core, library: Library, tmp_path: Path
) -> None:
    lines = tmp_path / "payloads.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for request in every_request(library):
            async for answer in every_page(core, request):
                for payload in payloads.of(answer, core.words(answer.language)):
                    file.write(json.dumps(payload) + "\n")

    checked = subprocess.run(  # noqa: ASYNC221 -- our own file, nothing else runs
        [sys.executable, str(VALIDATOR), "--strict", str(lines)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout == ""
    assert checked.returncode == 0
