"""The form behind `/nato digest set`: its view, its suggestions, and what was filled in. Pure.

Every block has the name of an argument of the command, and so has the element in it.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from adapters.slack import limits, mrkdwn, parse, references, render
from adapters.slack.people import Person
from bot.answers import Answer
from bot.completing import Choice
from bot.core import Core
from bot.digests import zones
from bot.handlers.command import Argument, ArgumentKind, call_name
from bot.handlers.digest_set import COMMAND, NINE
from bot.requests import Language, Request
from bot.words import Words

Block: TypeAlias = dict[str, Any]

CALLBACK = COMMAND.name
CHANNEL = "channel"
"""The one block that is no argument: where the digest goes."""
REQUIRED = {ArgumentKind.ZONE, ArgumentKind.LANGUAGE}
"""The others have a default, which their label names."""
SUGGESTED = {
    argument.name: ArgumentKind.TOPIC if argument.kind is ArgumentKind.TOPICS else argument.kind
    for argument in COMMAND.shown
    if argument.kind in {ArgumentKind.ZONE, ArgumentKind.TOPICS}
}
"""The elements that Slack asks us to fill while somebody types."""


def is_asked_for(request: Request) -> bool:
    """Whether the command came without a word, in a channel."""
    is_bare = not any(request.arguments.values())
    return request.command == COMMAND.name and is_bare and request.origin.channel is not None


def view(person: Person, core: Core) -> Block:
    """The form, filled in as far as anything is known."""
    words = core.words(person.language)
    title = mrkdwn.cut(f"/nato {call_name(COMMAND, words)}", limits.VIEW_TEXT)
    submit = mrkdwn.cut(words.say("digest.button.set"), limits.VIEW_TEXT)
    where = {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    channel = _input(CHANNEL, words.say(f"command.{COMMAND.name}.summary"), where)
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": render.plain(title),
        "submit": render.plain(submit),
        "blocks": [channel, *(_argument(argument, person, core) for argument in COMMAND.shown)],
    }


def suggestions(body: parse.Payload, core: Core, language: Language) -> list[Block]:
    """Options for what was typed so far."""
    kind = SUGGESTED[body["action_id"]]
    return _options(core.complete(kind, str(body.get("value", "")), language))[: limits.OPTIONS]


def request(body: parse.Payload) -> Request:
    """The command with its arguments, as if they had been typed in the channel chosen."""
    given = {name: _given(block) for name, block in body["view"]["state"]["values"].items()}
    origin = parse.asker(body, channel=given.pop(CHANNEL, "") or None)
    return Request(command=COMMAND.name, arguments=given, origin=origin)


def refusal(answer: Answer, words: Words) -> dict[str, str]:
    """What the core declines, under the channel: all else is chosen from what it can read."""
    said = "\n".join(note.text for card in answer.cards for note in card.notes)
    return {CHANNEL: references.worded(said, words)}


def _argument(argument: Argument, person: Person, core: Core) -> Block:
    label = core.words(person.language).say(f"command.{COMMAND.name}.{argument.name}.summary")
    element = _element(argument.kind, person, core)
    return _input(argument.name, label, element, optional=argument.kind not in REQUIRED)


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": render.plain(label),
        "element": {**element, "action_id": name},
        "optional": optional,
    }


def _element(kind: ArgumentKind, person: Person, core: Core) -> Block:
    choices = core.complete(kind, "", person.language)
    match kind:
        case ArgumentKind.MINUTE:
            return {"type": "timepicker", "initial_time": NINE}
        case ArgumentKind.ZONE:
            known = zones.find(person.zone) if person.zone else None
            initial = {"initial_option": _option(Choice(known, known))} if known else {}
            return {"type": "external_select", "min_query_length": 0, **initial}
        case ArgumentKind.WEEKDAYS:
            days = _options([choice for choice in choices if "," not in choice.value])
            return {"type": "checkboxes", "options": days, "initial_options": days}
        case ArgumentKind.LANGUAGE:
            spoken = _options(choices)
            own = next(option for option in spoken if option["value"] == person.language)
            return {"type": "radio_buttons", "options": spoken, "initial_option": own}
        case _:
            return {"type": "multi_external_select", "min_query_length": 0}


def _options(choices: list[Choice]) -> list[Block]:
    return [_option(choice) for choice in choices if len(choice.value) <= limits.OPTION_VALUE]


def _option(choice: Choice) -> Block:
    label = mrkdwn.cut(choice.label, limits.OPTION_TEXT)
    return {"text": render.plain(label), "value": choice.value}


def _given(block: Mapping[str, Block]) -> str:
    """What the one element of a block was filled with, as it would be typed."""
    [element] = block.values()
    chosen = element.get("selected_options") or [element.get("selected_option")]
    typed = ",".join(option["value"] for option in chosen if option)
    return str(typed or element.get("selected_time") or element.get("selected_conversation") or "")
