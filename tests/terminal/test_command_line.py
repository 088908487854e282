"""`nato-bot` as an operator and a script run it: real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.handlers import COMMANDS
from bot.words import REGISTERS

ROOT = Path(__file__).parent.parent.parent


def nato_bot(*words: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with these settings alone, in a folder without a .env file."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | settings
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        env=env,
        cwd="/",
        check=False,
        timeout=30,
    )


def test_ask_prints_the_answer_with_its_sources() -> None:
    done = nato_bot("ask", "what is article 5?")

    assert done.returncode == 0
    assert done.stdout.startswith("Article 5: collective defence\n")
    assert "[1] The North Atlantic Treaty, Article 5. NATO, 4 April 1949. https://" in done.stdout


def test_ask_speaks_french() -> None:
    assert "Sources\n[1] " in nato_bot("ask", "c'est quoi l'article 5", "--lang", "fr").stdout


def test_ask_as_json_leaves_the_sources_out_of_the_text() -> None:
    record = json.loads(nato_bot("ask", "what is nato", "--json").stdout)

    assert record["answer_ids"][0] == "what-is-nato"
    assert "http" not in record["text"]
    assert "[1]" not in record["text"]
    assert record["sources"][0]["url"].startswith("https://")


def test_ask_answers_json_lines_and_says_which_are_none() -> None:
    lines = ['{"id": "a", "text": "what is nato", "context": ["x"]}', "junk", '{"id": "c"}']
    lines += ['{"id": "d", "question": "best pizza", "lang": "fr"}', ""]
    done = nato_bot("ask", "--stdin", stdin="\n".join(lines))

    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["declined"], first["choices"]) == ("a", False, False)
    assert (second["id"], second["declined"]) == ("d", True)
    assert done.returncode == 1
    assert "line 2 is not JSON" in done.stderr
    assert 'line 3 has no "text" or "question"' in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask"], "give a question, or --stdin"),
        (["ask", "x", "--jsn"], "Did you mean --json?"),
        (["chek"], "Did you mean check?"),
        (["check", "nowhere"], "'nowhere' is no folder"),
        (["render", "x", "--as", "slak"], "Did you mean slack?"),
        (["render", "x"], "required: --as. See"),
        (["digest", "lst"], "Did you mean list?"),
        (["digest", "add"], "required: --platform, --space, --channel, --zone. See"),
        (["digest", "import", "nowhere"], "'nowhere' is no file"),
        (["digest", "status", "first"], "'first' is no number of a digest"),
        (["db"], "required"),
        (["run", "--only", "irc"], "'irc' is none of discord, slack, digests, web"),
        (["run", "--only", "slack"], "set NATO_BOT_SLACK_BOT_TOKEN and NATO_BOT_SLACK_APP_TOKEN"),
        (["run"], "talk to the bot by `nato-bot chat`"),
        ([], "required"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(words: list[str], told: str) -> None:
    done = nato_bot(*words)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_setting_is_named_in_one_line() -> None:
    done = nato_bot("ask", "x", NATO_BOT_WEB_PORT="eighty", NATO_BOT_LOG="xml")

    assert done.returncode == 2
    assert "NATO_BOT_WEB_PORT: " in done.stderr
    assert "NATO_BOT_LOG: " in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        *([], ["chat"], ["ask"], ["render"], ["check"], ["export"], ["run"]),
        *(["digest"], ["digest", "add"], ["digest", "import"], ["db"], ["db", "backup"]),
    ],
)
def test_every_command_explains_itself(words: list[str]) -> None:
    done = nato_bot(*words, "--help")

    assert done.returncode == 0
    assert "usage: nato-bot" in done.stdout


def test_check_says_that_the_content_is_in_order() -> None:
    done = nato_bot("check")

    assert done.returncode == 0
    assert done.stdout.startswith("The content is in order: ")


def test_broken_content_stops_check_and_start_with_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("shape: {title: SHAPE}\n", encoding="utf-8")
    checked = nato_bot("check", str(tmp_path))
    asked = nato_bot("ask", "what is nato", NATO_BOT_CONTENT=str(tmp_path))

    assert checked.returncode == asked.returncode == 1
    assert checked.stderr == asked.stderr
    assert "sources.yaml:1: shape.url: is missing: add it" in checked.stderr


def test_export_holds_every_entry_with_an_address_on_every_statement() -> None:
    exported = json.loads(nato_bot("export").stdout)

    for shelf in exported.values():
        said = [topic["summary"] for topic in shelf["topics"]]
        said += [
            s for topic in shelf["topics"] for part in topic["sections"].values() for s in part
        ]
        said += [fact["statement"] for fact in shelf["facts"]]
        said += [term["meaning"] for term in shelf["terms"]]
        said += [event["statement"] for event in shelf["events"]]
        said += [question["why"] for question in shelf["quiz"]]
        said += [record["statement"] for name in REGISTERS for record in shelf[name]]
        assert len(shelf["members"]) == 32
        assert all(s["sources"][0]["url"].startswith("http") for s in said)


def test_render_as_text_shows_every_entry_in_both_languages() -> None:
    shown = nato_bot("render", "--all", "--as", "text").stdout

    assert "Article 5: collective defence" in shown
    assert "Article 5\u00a0: la défense collective" in shown


@pytest.mark.parametrize("words", [["ask", "what is nato"], ["check"], ["chat"]])
def test_no_library_of_a_platform_or_database_is_loaded_in_the_terminal(words: list[str]) -> None:
    unwanted = {"discord", "slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "alembic", "asyncpg"}
    code = (
        "import sys; from bot.__main__ import main; main(sys.argv[1:]);"
        f"sys.exit(bool({unwanted} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], input=b"", capture_output=True, cwd=ROOT, check=False
    )

    assert done.returncode == 0, done.stderr


def test_every_command_of_the_registry_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert all(f"/nato {name.replace('-', ' ')}" in readme for name in COMMANDS)
