"""`quiz`: a question with its options as buttons; the answer says why, with its source.

On the wire a button holds the question and, once an option is pressed, its place: `<id>/2`.
"""

import datetime as dt

from bot import cards
from bot.answers import Answer, Button, Card, Note, NoteKind, Visibility
from bot.errors import NotUnderstoodError
from bot.handlers import explain
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Question, Shelf
from bot.requests import Request


async def quiz(request: Request, context: Context) -> Answer:
    """Ask the question of the day, the question named, or judge the option pressed."""
    shelf, today = context.shelf(request.language), context.today
    pool = [q for q in cards.shuffled(shelf.quiz.values()) if q.why.is_fresh(today)]
    if not pool:
        raise NotUnderstoodError(cards.explain_buttons(explain.first(shelf), shelf))
    question_id, _, option = request.arguments.get("question", "").strip().partition("/")
    ids = [question.id for question in pool]
    number = ids.index(question_id) if question_id in ids else today.toordinal() % len(pool)
    place = cards.number(option)
    if question_id in ids and option and place < len(pool[number].options):
        return _judge(pool, number, place, shelf)
    return _ask(pool[number], shelf)


def _ask(question: Question, shelf: Shelf) -> Answer:
    return Answer(
        cards=(cards.question(question, shelf),),
        buttons=cards.options(question),
        about=("cmd:quiz", *question.topics[:2]),
    )


def _judge(pool: list[Question], number: int, option: int, shelf: Shelf) -> Answer:
    question, say = pool[number], shelf.words.say
    right = question.options[question.right]
    verdict = say("label.right") if option == question.right else say("label.wrong", answer=right)
    following = pool[(number + 1) % len(pool)].id
    button = Button(label=say("button.next_question"), command="quiz", argument=following)
    topics = [topic_id for topic_id in question.topics if topic_id in shelf.topics]
    return Answer(
        cards=(
            Card(
                title=verdict,
                summary=question.why,
                notes=(
                    Note(kind=NoteKind.NOTICE, text=question.text),
                    # the reason is fresh, so only its as-of day can be worth a note
                    *cards.notes([question.why], shelf.words, dt.date.min),
                ),
            ),
        ),
        buttons=(button, *cards.explain_buttons(topics[:2], shelf)),
        visibility=Visibility.ASKER,  # the others under the same question may still guess
        about=("cmd:quiz", *question.topics[:2]),
    )


COMMAND = Command(
    name="quiz",
    handler=quiz,
    arguments=(Argument(name="question", kind=ArgumentKind.TEXT, required=False, shown=False),),
)
