"""A message of Discord as an HTML page: embeds, markdown and buttons, as a phone shows them."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, TypeAlias

Body: TypeAlias = Mapping[str, Any]

HIDDEN = 0xE100
"""Where an escaped sign waits while markdown is read."""
STYLE = """
* { box-sizing: border-box; margin: 0 }
body { background: #313338; color: #dbdee1; font: 15px/1.38 "gg sans", "Noto Sans",
  "Liberation Sans", "DejaVu Sans", sans-serif; width: 400px; padding: 12px }
a { color: #00a8fc; text-decoration: none } strong { color: #f2f3f5 }
.asked { color: #b5bac1; font-size: 13px; margin: 0 0 6px 48px }
.row { display: flex; gap: 10px } .row > div:last-child { flex: 1; min-width: 0 }
.face { width: 38px; height: 38px; border-radius: 50%; background: #2f5d9b; color: #fff;
  font: bold 20px/38px sans-serif; text-align: center; flex: none }
.name { color: #f2f3f5; font-weight: 600 }
.app { background: #5865f2; color: #fff; font: bold 10px/15px sans-serif; padding: 0 5px;
  border-radius: 4px; margin: 0 6px; vertical-align: 2px } .time { color: #949ba4; font-size: 12px }
.embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; padding: 10px 12px;
  margin-top: 6px; overflow-wrap: anywhere }
.embed h1 { font-size: 16px; color: #f2f3f5; margin-bottom: 6px } .embed p { margin-top: 8px }
.embed p:first-child { margin: 0 }
.embed ul { padding-left: 18px } .embed li { margin-top: 3px }
.embed blockquote { border-left: 4px solid #4e5058; padding-left: 10px; margin-top: 8px }
.field { margin-top: 10px; font-size: 14px } .field b { color: #f2f3f5; display: block }
.embed img { display: block; width: 100%; border-radius: 4px; margin-top: 12px }
.footer { color: #b5bac1; font-size: 12px; margin-top: 10px }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px }
.buttons span { background: #4e5058; color: #fff; border-radius: 8px; padding: 6px 14px;
  font-size: 14px; font-weight: 500 }
.private { color: #949ba4; font-size: 12px; margin-top: 8px } .private a { margin-left: 4px }
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message, and what stands around it."""

    body: Body
    asked: str = ""
    """The command it answers; Discord names none over what a button brings, or a digest."""
    is_private: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


def page(shown: Shown) -> str:
    """The whole page."""
    asked = f'<div class="asked">╭ <b>ann</b> used {escape(shown.asked)}</div>'
    head = '<span class="name">nato-bot</span><span class="app">APP</span>'
    body = shown.body
    cards = "".join(_embed(embed, shown.pictures) for embed in body["embeds"])
    rows = "".join(_buttons(row) for row in body["components"])
    private = "Only you can see this · <a>Dismiss message</a>"
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
        f'{asked if shown.asked else ""}<div class="row"><div class="face">n</div><div>'
        f'{head}<span class="time">09:00</span>{cards}{rows}'
        f'{f"""<div class="private">{private}</div>""" if shown.is_private else ""}</div></div>'
    )


def _embed(embed: Body, pictures: Mapping[str, bytes]) -> str:
    parts = [f"<h1>{inline(embed['title'])}</h1>" if embed.get("title") else ""]
    parts += blocks(embed.get("description") or "")
    for each in embed.get("fields") or ():
        name = each["name"].strip("\u200b")
        title = f"<b>{inline(name)}</b>" if name else ""
        parts.append(f'<div class="field">{title}{"<br>".join(map(inline, _lines(each)))}</div>')
    if image := embed.get("image"):
        png = pictures[image["url"].removeprefix("attachment://")]
        parts.append(f'<img src="data:image/png;base64,{b64encode(png).decode()}">')
    parts.append(f'<div class="footer">{escape(embed["footer"]["text"])}</div>')
    colour = f"#{embed['color']:06x}"
    return f'<div class="embed" style="border-color:{colour}">{"".join(parts)}</div>'


def _lines(each: Body) -> list[str]:
    return str(each["value"]).split("\n")


def _buttons(row: Body) -> str:
    labels = (f"<span>{escape(button['label'])}</span>" for button in row["components"])
    return f'<div class="buttons">{"".join(labels)}</div>'


def blocks(text: str) -> Iterator[str]:
    """Paragraphs, with their lists and quotes."""
    for paragraph in text.split("\n\n"):
        yield "<p>"
        for line in paragraph.split("\n"):
            if line.startswith("- "):
                yield f"<ul><li>{inline(line[2:])}</li></ul>"
            elif line.startswith("> "):
                yield f"<blockquote>{inline(line[2:])}</blockquote>"
            else:
                yield f"{inline(line)}<br>"
        yield "</p>"


def inline(text: str) -> str:
    """Bold, italics and masked links; what is escaped stands as it is."""
    held = re.sub(r"\\(\W)", lambda found: chr(HIDDEN + ord(found[1])), text)
    made = escape(held, quote=False)
    made = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"<a>\1</a>", made)
    made = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", made)
    made = re.sub(r"\*(.+?)\*", r"<em>\1</em>", made)
    return re.sub(
        f"[{chr(HIDDEN)}-{chr(HIDDEN + 0x7F)}]",
        lambda found: escape(chr(ord(found[0]) - HIDDEN)),
        made,
    )
