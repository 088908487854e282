"""The documents for Discord: their permissions agree, and their pictures are there and small."""

import re
import subprocess
import sys
from pathlib import Path

import discord

from tests.shots.discord import LIMIT, MISSING, SHOTS
from tests.shots.page import inline

ROOT = Path(__file__).parents[2]
README, PAGE = ROOT / "README.md", ROOT / "docs" / "discord.md"
PERMISSIONS = {
    "View Channels": "view_channel",
    "Send Messages": "send_messages",
    "Send Messages in Threads": "send_messages_in_threads",
    "Embed Links": "embed_links",
    "Attach Files": "attach_files",
    "Read Message History": "read_message_history",
}
"""As Discord calls them in English, and as its library does."""


def test_the_link_asks_for_the_permissions_that_the_table_explains() -> None:
    page = PAGE.read_text(encoding="utf-8")
    [asked] = re.findall(r"&permissions=(\d+)", page)
    table = page.partition("| Permission | Why |")[2].partition("\n\n")[0]
    explained = re.findall(r"^\| ([^|]+) \| ", table, re.MULTILINE)

    assert {name for row in explained for name in row.split(", ")} == set(PERMISSIONS)
    assert int(asked) == discord.Permissions(**dict.fromkeys(PERMISSIONS.values(), True)).value


def test_the_readme_names_the_same_permissions() -> None:
    readme = re.sub(r"\s+", " ", README.read_text(encoding="utf-8"))

    assert all(f"*{name}*" in readme for name in PERMISSIONS)


def test_every_picture_is_shown_with_what_can_be_seen_on_it_and_is_small() -> None:
    said = dict(re.findall(r'<img src="shots/(\S+)" width="300" alt="([^"]+)">', PAGE.read_text()))

    assert set(said) == {shot.name for shot in SHOTS.iterdir()}
    assert all(len(alt) > 80 for alt in said.values())
    assert all(shot.stat().st_size < LIMIT for shot in SHOTS.iterdir())


def test_pictures_are_not_drawn_without_a_browser_and_that_is_said() -> None:
    drawing = subprocess.run(
        [sys.executable, "-m", "tests.shots.discord"],
        cwd=ROOT,
        env={"PATH": "/nowhere", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert drawing.returncode == 1
    assert drawing.stderr.strip() == MISSING


def test_markdown_is_drawn_as_discord_shows_it() -> None:
    shown = inline(r"**a \*b\* <c>** [¹](https://nato.int/t) *d*")

    assert shown == "<strong>a *b* &lt;c&gt;</strong> <a>¹</a> <em>d</em>"
