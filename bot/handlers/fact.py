"""`fact [topic]`: the fact of the day, or one about a topic; then another, and another.

The order of facts is shuffled once by a hash of their ids, so neighbours in the file are no
neighbours here, and the same day and the same button always give the same fact.
"""

from bot import cards
from bot.answers import Answer, Button
from bot.handlers import explain
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.requests import Request


async def fact(request: Request, context: Context) -> Answer:
    """Show a fact; on the wire a button names its pool and the fact: `[topic]/<fact id>`."""
    shelf, today = context.shelf(request.language), context.today
    topic_id, _, fact_id = request.arguments.get("topic", "").partition("/")
    if topic_id and (not fact_id or topic_id not in shelf.topics):
        topic_id = explain.find(request, context).id
    about = (f for f in shelf.facts.values() if not topic_id or topic_id in f.topics)
    pool = cards.shuffled(f for f in about if f.statement.is_fresh(today))
    if not pool:
        return explain.answer(topic_id or explain.FIRST[0], request.language, context)
    ids = [f.id for f in pool]
    start = today.toordinal() if not topic_id else 0
    number = ids.index(fact_id) if fact_id in ids else start % len(pool)
    chosen = pool[number]
    buttons = cards.explain_buttons(chosen.topics[:2], shelf)
    if len(pool) > 1:
        following = f"{topic_id}/{pool[(number + 1) % len(pool)].id}"
        label = shelf.words.say("button.another_fact")
        buttons += (Button(label=label, command="fact", argument=following),)
    card = cards.fact(chosen, shelf, today)
    return Answer(cards=(card,), buttons=buttons, about=("cmd:fact", *chosen.topics[:2]))


COMMAND = Command(
    name="fact",
    handler=fact,
    arguments=(Argument(name="topic", kind=ArgumentKind.TOPIC, required=False),),
)
