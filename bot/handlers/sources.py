"""`sources [topic]`: what a topic rests on in full, or how the bot chooses its sources."""

from collections import Counter

from bot import cards
from bot.answers import Answer, Card, Field, Note, NoteKind, Source
from bot.handlers import explain
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Shelf
from bot.requests import Request
from bot.words import Words


async def sources(request: Request, context: Context) -> Answer:
    """List the documents behind one topic, or say how many there are and whose."""
    shelf = context.shelf(request.language)
    if not request.arguments.get("topic", "").strip():
        return _overview(shelf)
    topic_id = explain.find(request, context).id
    topic = shelf.topics[topic_id]
    shown = cards.topic(topic, shelf, context.today)
    listed = tuple(_field(source, shelf.words) for source in shown.sources)
    reviewed = shelf.words.say("note.reviewed", date=shelf.words.date(topic.reviewed))
    card = Card(
        title=f"{shelf.words.say('label.sources')}: {topic.title}",
        fields=listed,
        notes=(Note(kind=NoteKind.NOTICE, text=reviewed),),
    )
    return Answer(cards=(card,), buttons=(cards.explain_button(topic),), about=(topic_id,))


def _field(source: Source, words: Words) -> Field:
    return Field(label=words.document(source), value=words.published(source), sources=(source,))


def _overview(shelf: Shelf) -> Answer:
    counts = Counter(source.publisher for source in shelf.sources)
    card = Card(
        title=shelf.words.say("label.sources"),
        fields=tuple(Field(label=who, value=str(n)) for who, n in counts.most_common(10)),
        notes=(Note(kind=NoteKind.NOTICE, text=shelf.words.say("note.how_sourced")),),
    )
    return Answer(cards=(card,))


COMMAND = Command(
    name="sources",
    handler=sources,
    arguments=(Argument(name="topic", kind=ArgumentKind.TOPIC, required=False),),
)
