"""The pages around an installation, in English and French. Pure."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from bot.requests import Language
from bot.routes import Reply

HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address of a page may hold Slack's code
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:36rem;margin:10vh auto;padding:0 1rem}"
    "a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;background:#1f3a5f;"
    "color:#fff;text-decoration:none}small{color:#555}"
)
TEXTS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "install": """Add nato-bot to Slack
            nato-bot explains how NATO works, with a source for every statement: ask it by
            mentioning it or by /nato, or have a digest posted every morning. It is unofficial
            and not connected with NATO.""",
        "button": "Add to Slack",
        "privacy": """It keeps the workspace's token, sealed; the digests that are set, and who set
            them; and the languages that are chosen. It does not keep what people write. When you
            remove the app, the token is deleted at once.""",
        "done": """nato-bot is installed
            Go back to Slack, invite it to a channel by /invite @nato-bot, and ask: /nato what is
            article 5? An administrator sets a daily digest by /nato digest set. Digests that
            stopped when the app was removed are listed by /nato digest list, and go on by /nato
            digest resume.""",
        "cancelled": """Nothing was installed
            You can come back at any time.""",
        "stale": """This took too long
            The installation was begun in another browser, or more than ten minutes ago.""",
        "refused": """Slack has refused
            The code is good once, and for ten minutes.""",
        "away": """Slack cannot be reached
            Please try again in some minutes.""",
        "again": "Begin again",
    },
    Language.FR: {
        "install": """Ajouter nato-bot à Slack
            nato-bot explique le fonctionnement de l'OTAN, avec une source pour chaque
            affirmation : mentionnez-le, tapez /nato, ou faites publier un condensé chaque matin.
            Il n'est ni officiel ni lié à l'OTAN.""",
        "button": "Ajouter à Slack",
        "privacy": """Il conserve le jeton de l'espace de travail, chiffré ; les condensés réglés,
            et par qui ; et les langues choisies. Il ne conserve pas ce que les gens écrivent.
            Quand vous retirez l'application, le jeton est effacé aussitôt.""",
        "done": """nato-bot est installé
            Revenez dans Slack, invitez-le dans un canal par /invite @nato-bot, et demandez : /nato
            qu'est-ce que l'article 5 ? Un administrateur règle un condensé quotidien par /nato
            digest set. Ceux qui se sont arrêtés au retrait de l'application figurent dans /nato
            digest list et reprennent par /nato digest resume.""",
        "cancelled": """Rien n'a été installé
            Vous pouvez revenir quand vous voulez.""",
        "stale": """Trop de temps a passé
            L'installation a commencé dans un autre navigateur, ou il y a plus de dix minutes.""",
        "refused": """Slack a refusé
            Le code ne sert qu'une fois, pendant dix minutes.""",
        "away": """Slack est injoignable
            Réessayez dans quelques minutes.""",
        "again": "Recommencer",
    },
}
"""Of a page: its title, and what it says."""


def language_of(accepted: str) -> Language:
    """The first language of ours that a browser names: `fr-CA,fr;q=0.9,en;q=0.8`."""
    named = (part.strip()[:2].casefold() for part in accepted.split(","))
    return next((Language(name) for name in named if name in set(Language)), Language.EN)


def install(language: Language, authorize_url: str, cookie: str) -> Reply:
    """What it is, what it keeps, and the button."""
    texts = TEXTS[language]
    button = _button(authorize_url, texts["button"])
    privacy = f"<p><small>{escape(texts['privacy'])}</small></p>"
    body = _body(language, "install", button + privacy)
    return Reply(body=body, headers={**HEADERS, "Set-Cookie": cookie})


def done(language: Language) -> Reply:
    """It is installed."""
    return Reply(body=_body(language, "done", ""), headers=HEADERS)


def failed(language: Language, why: str, status: HTTPStatus) -> Reply:
    """It is not installed: the way back to the beginning."""
    again = _button("/slack/install", TEXTS[language]["again"])
    return Reply(status=status, body=_body(language, why, again), headers=HEADERS)


def _button(url: str, label: str) -> str:
    return f'<p><a class="button" href="{escape(url)}">{escape(label)}</a></p>'


def _body(language: Language, name: str, below: str) -> str:
    title, _, text = TEXTS[language][name].partition("\n")
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p>{below}</html>"
    )
