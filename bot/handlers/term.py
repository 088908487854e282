"""`term <term>`: what a word or an abbreviation means."""

from bot import cards
from bot.answers import Answer, Button
from bot.errors import MissingArgumentError, UnknownTermError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Term
from bot.requests import Language, Request
from bot.search.entry import Kind


async def term(request: Request, context: Context) -> Answer:
    """Show the term that goes by the name given."""
    shelf = context.shelf(request.language)
    asked = request.arguments.get("term", "").strip()
    if not asked:
        raise MissingArgumentError([_button(t) for t in list(shelf.terms.values())[:3]])
    entry = context.index.named(asked, Kind.TERM)
    if entry is None:
        near = context.index.nearest(asked, Kind.TERM)
        raise UnknownTermError([_button(shelf.terms[n.id]) for n in near], [str(n) for n in near])
    return answer(entry.id, request.language, context)


def answer(term_id: str, language: Language, context: Context) -> Answer:
    """The term, with buttons to the topics it belongs to."""
    shelf = context.shelf(language)
    found = shelf.terms[term_id]
    return Answer(
        cards=(cards.term(found, shelf, context.today),),
        buttons=cards.explain_buttons(found.topics[:3], shelf),
        about=(f"glossary:{term_id.upper()}", *found.topics[:2]),
    )


def _button(found: Term) -> Button:
    return Button(label=found.term, command="term", argument=found.id)


COMMAND = Command(
    name="term",
    handler=term,
    arguments=(Argument(name="term", kind=ArgumentKind.TERM),),
)
