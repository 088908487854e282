"""Modals and App Home around answers. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeAlias

from adapters.slack import limits, mrkdwn, pages, render
from bot.answers import Answer
from bot.words import Words

Block: TypeAlias = dict[str, Any]

NAME = "nato-bot"
IN_A_CHANNEL = "digest"
"""How the commands begin that work in a channel alone: here is none."""


def loading(words: Words) -> Block:
    """What is opened at once: the trigger of a modal lives for three seconds."""
    wait = {"type": "section", "text": render.plain(words.say("label.wait"))}
    return _modal(NAME, [wait])


def modal(answer: Answer, words: Words) -> Block:
    """An answer as a modal; its buttons open the next one on it."""
    title = next((card.title for card in answer.cards if card.title), NAME)
    return _modal(title, render.blocks(answer, words))


def home(answers: Iterable[Answer], words: Words) -> Block:
    """What it is, then the answers of the day, then what it keeps."""
    blocks = [_text(" ".join(pages.TEXTS[words.language]["install"].split("\n")[1:]))]
    for answer in answers:
        here = tuple(b for b in answer.buttons if not b.command.startswith(IN_A_CHANNEL))
        more = [{"type": "divider"}, *render.blocks(replace(answer, buttons=here), words)]
        if len(blocks) + len(more) < limits.VIEW_BLOCKS:
            blocks += more
    blocks += [{"type": "divider"}, _text(pages.TEXTS[words.language]["privacy"])]
    return {"type": "home", "blocks": _unique(blocks)}


def _modal(title: str, blocks: list[Block]) -> Block:
    cut = mrkdwn.cut(title, limits.VIEW_TEXT)
    return {"type": "modal", "title": render.plain(cut), "blocks": blocks}


def _text(said: str) -> Block:
    return {"type": "section", "text": render.plain(" ".join(said.split()))}


def _unique(blocks: list[Block]) -> list[Block]:
    """Without buttons that an earlier answer has too: Slack refuses the second."""
    seen = set[str]()
    kept: list[Block] = []
    for block in blocks:
        if block["type"] == "actions":
            new = [e for e in block["elements"] if e["action_id"] not in seen]
            seen |= {element["action_id"] for element in new}
            if new:
                kept.append({**block, "elements": new})
        else:
            kept.append(block)
    return kept
