"""Draws docs/shots/*.png from what the bot really sends; needs a Chromium: make shots."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from adapters.discord import payloads, pictures
from adapters.discord.bodies import BLANK, Body
from bot.answers import Answer, Visibility
from bot.core import Core
from bot.digests.compose import Wish
from bot.handlers import NEEDED_WORDS
from bot.library.entries import Library
from bot.library.loader import load
from bot.requests import Language, Origin
from bot.search.index import Index
from tests.digests.shelves import composer
from tests.fakes import TODAY, FakeClock
from tests.shots.page import Shown, page

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "docs" / "shots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = f"make shots needs a Chromium; none of these was found: {', '.join(BROWSERS)}"
SCALE, WIDTH = 1.6, 640
"""A phone's 400 pixels, and as many as make the picture sharp."""
TALL = 2600
LIMIT = 150_000
"""Bytes of a picture that a page of documentation may load."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the command that is shown, and the line or the button that asks it."""

    name: str
    asked: str
    line: str = ""
    wire: str = ""
    is_private: bool = False
    language: Language = Language.EN


SHOTS_OF_ANSWERS = (
    Shot("answer", "/nato explain", "explain article-5-collective-defence"),
    Shot("page-2", "", wire="n1.2:explain:article-5-collective-defence", is_private=True),
    Shot("chart", "/nato spending", "spending norway"),
    Shot("terms", "Explain NATO terms", "terms SACEUR briefed the NAC on KFOR and eFP today."),
    Shot("decline", "/nato ask", "ask who will win the war"),
)
DIGEST = "digest-fr"


def main() -> int:
    """Draw all of them."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    SHOTS.mkdir(exist_ok=True)
    for name, shown in asyncio.run(shown_by_name()).items():
        png = drawn(page(shown), browser)
        (SHOTS / f"{name}.png").write_bytes(png)
        print(f"docs/shots/{name}.png  {len(png) // 1000} kB")
        if len(png) > LIMIT:
            sys.stderr.write(f"{name} is larger than {LIMIT // 1000} kB\n")
            return 1
    return 0


async def shown_by_name() -> dict[str, Shown]:
    """What is drawn: five answers and a digest."""
    library = load(ROOT / "content", NEEDED_WORDS)
    core = Core(library, Index(library), FakeClock())
    shown = {shot.name: await answered(shot, core) for shot in SHOTS_OF_ANSWERS}
    return {**shown, DIGEST: digest(library, core)}


async def answered(shot: Shot, core: Core) -> Shown:
    """One answer, as somebody in a server sees it."""
    place = Origin(platform="discord", space="1", channel="2", asker="3", spoken=shot.language)
    if shot.wire:
        request = core.read_button(shot.wire, shot.language, place)
    else:
        request = core.read_line(shot.line, shot.language, place)
    answer = await core.answer(request, alone=shot.is_private, in_pages=True)
    words = core.words(answer.language)
    [payload] = payloads.of(answer, words)
    return Shown(
        payload["body"],
        shot.asked,
        answer.visibility is Visibility.ASKER,
        {file.filename: file.fp.read() for file in await pictures.files(answer, words)},
    )


def digest(library: Library, core: Core) -> Shown:
    """The French issue of the fakes' day."""
    writer = composer(library)
    plan = writer.plan(Wish(Language.FR), TODAY, 0, "")
    answer: Answer = writer.answer(plan.key, Language.FR, TODAY)
    body = Body(answer, core.words(Language.FR), BLANK).marked(f"1/{TODAY}")
    return Shown(json.loads(body))


def drawn(html: str, browser: str) -> bytes:
    """The page as a PNG, without what is empty below."""
    with TemporaryDirectory() as folder:
        source, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        source.write_text(html, encoding="utf-8")
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        options = [
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size=500,{TALL}",
            f"--screenshot={shot}",
        ]
        command = [browser, *sandbox, *options, source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return cropped(Image.open(shot).convert("RGB"))


def cropped(image: Image.Image) -> bytes:
    """As wide as a phone, and as high as its message; with a palette, for its size."""
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    _, _, _, bottom = ImageChops.difference(image, ground).getbbox() or (0, 0, 0, image.height)
    kept = image.crop((0, 0, WIDTH, min(image.height, bottom + 20)))
    file = BytesIO()
    kept.quantize(128, Image.Quantize.MEDIANCUT).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
