"""What Slack sends while somebody fills in a form, and when it is handed over."""

from typing import Any

from tests.wire.fake_slack import CHANNEL, PERSON, TEAM, FakeSlack

Body = dict[str, Any]


async def asked_for(slack: FakeSlack, line: str = "digest set") -> Body:
    """Type a bare command; gives the form that opens."""
    envelope = await slack.command(line)
    await _acknowledged(slack, envelope)
    call = await slack.next_call()
    assert call.method == "views.open"
    assert call.body["trigger_id"] == "trigger"
    view: Body = call.body["view"]
    return view


def filled(view: Body, **changes: Body) -> Body:
    """The state of a form as it was opened in CHANNEL, but for what was changed since."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"]}
    state = {name: {name: _value(element)} for name, element in elements.items()}
    for name, value in changes.items():
        state[name][name] |= value
    return {"type": "modal", "callback_id": view["callback_id"], "state": {"values": state}}


def chosen(*values: str) -> Body:
    """What a menu of several holds."""
    return {"selected_options": [{"value": value} for value in values]}


async def submit(slack: FakeSlack, view: Body, person: str = PERSON) -> Body:
    """Hand a filled form over; gives what the bot acknowledges it with."""
    body = {"type": "view_submission", **_from(person), "view": view}
    envelope = await slack.send("interactive", body)
    return await _acknowledged(slack, envelope)


async def typed(slack: FakeSlack, name: str, text: str) -> list[str]:
    """Type into a menu of a form; gives the values that are suggested."""
    body = {"type": "block_suggestion", "action_id": name, "block_id": name, "value": text}
    envelope = await slack.send("interactive", {**body, **_from(PERSON)})
    acknowledged = await _acknowledged(slack, envelope)
    return [option["value"] for option in acknowledged["options"]]


def _from(person: str) -> Body:
    return {"team": {"id": TEAM}, "user": {"id": person}}


async def _acknowledged(slack: FakeSlack, envelope: str) -> Body:
    assert await slack.acknowledged(envelope)
    body: Body = slack.acks[envelope].get("payload") or {}
    return body


def _value(element: Body) -> Body:
    match element["type"]:
        case "timepicker":
            return {"selected_time": element["initial_time"]}
        case "conversations_select":
            return {"selected_conversation": CHANNEL}
        case "checkboxes" | "multi_external_select":
            return {"selected_options": element.get("initial_options", [])}
        case _:
            return {"selected_option": element.get("initial_option")}
