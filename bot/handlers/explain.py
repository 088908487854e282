"""`explain <topic>`: the whole explainer, its neighbours one click away."""

from bot import cards
from bot.answers import Answer, Button
from bot.errors import MissingArgumentError, UnknownTopicError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Shelf
from bot.requests import Language, Request
from bot.search.entry import Entry, Kind

FIRST = ("what-is-nato", "article-5-collective-defence", "consensus")
"""Where a newcomer starts, and what is offered where nothing nearer is known."""
NEIGHBOURS = 3


async def explain(request: Request, context: Context) -> Answer:
    """Show the topic that goes by the name given."""
    return answer(find(request, context).id, request.language, context)


def find(request: Request, context: Context) -> Entry:
    """The topic named in the request; raises MissingArgumentError and UnknownTopicError."""
    shelf = context.shelf(request.language)
    asked = request.arguments.get("topic", "").strip()
    if not asked:
        raise MissingArgumentError(cards.explain_buttons(first(shelf), shelf))
    entry = context.index.named(asked, Kind.TOPIC)
    if entry is None:
        near = [found.id for found in context.index.nearest(asked, Kind.TOPIC)]
        raise UnknownTopicError(cards.explain_buttons(near, shelf), near)
    return entry


def first(shelf: Shelf) -> list[str]:
    """Where a newcomer starts, as far as the library has it."""
    return [topic_id for topic_id in FIRST if topic_id in shelf.topics]


def answer(topic_id: str, language: Language, context: Context) -> Answer:
    """The explainer with buttons to related topics and to a fact about it."""
    shelf = context.shelf(language)
    topic = shelf.topics[topic_id]
    buttons = cards.explain_buttons(topic.related[:NEIGHBOURS], shelf)
    today = context.today
    if any(topic_id in f.topics and f.statement.is_fresh(today) for f in shelf.facts.values()):
        label = shelf.words.say("button.fact")
        buttons += (Button(label=label, command="fact", argument=topic_id),)
    card = cards.topic(topic, shelf, today)
    return Answer(cards=(card,), buttons=buttons, about=(topic_id,))


TOPIC = Argument(name="topic", kind=ArgumentKind.TOPIC)
COMMAND = Command(name="explain", handler=explain, arguments=(TOPIC,))
