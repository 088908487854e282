"""`nato-bot digest …`: real processes on both databases, and the form of its lines."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import sqlalchemy as sa

from adapters import discord, slack
from bot.digest_lines import Reader
from bot.digests.orders import timetable_of
from bot.digests.schedule import next_slot
from bot.search.index import Index
from bot.store import deliveries, subscriptions
from bot.store.database import Database
from bot.store.rows import Delivery, State
from bot.store.tables import meta
from tests.terminal.test_command_line import ROOT, nato_bot

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
ADD = (
    *("add", "--platform", "discord", "--space", "1", "--channel", "2"),
    *("--at", "09:00", "--zone", "Europe/Brussels"),
)
LEADS = {"discord": discord.LEAD, "slack": slack.LEAD}
LINE = {"platform": "discord", "space": "1", "channel": "2", "zone": "Europe/Brussels"}


def runner(url: str) -> Run:
    def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return nato_bot("digest", *words, stdin=stdin, NATO_BOT_DATABASE_URL=url)

    return run


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'digests.sqlite3'}"


@pytest.fixture
def digest(file_url: str) -> Run:
    """Run `nato-bot digest …` on a SQLite file."""
    return runner(file_url)


@pytest.fixture
def digest_on_both(database_url: str) -> Run:
    """Run it on either kind of database."""
    return runner(database_url)


@pytest.fixture
def reader(index: Index) -> Reader:
    return Reader(LEADS, index)


def text(*changes: dict[str, Any]) -> str:
    """A line for each, a good one but for what is changed."""
    return "".join(f"{json.dumps(LINE | change)}\n" for change in changes)


def test_adding_prints_the_line_with_its_number_and_the_next_dates(digest: Run) -> None:
    added = json.loads(digest(*ADD, "--days", "mon-fri").stdout)

    assert (added["number"], added["state"], added["at"]) == (1, "on", "09:00")
    assert added["days"] == ["mon", "tue", "wed", "thu", "fri"]
    days = [dt.datetime.fromisoformat(instant) for instant in added["next"]]
    assert len(days) == 5
    assert all((day.hour, day.minute) == (9, 0) and day.weekday() < 5 for day in days)


def test_adding_the_same_again_is_refused(digest: Run) -> None:
    digest(*ADD)

    again = digest(*ADD)

    assert again.returncode == 1
    assert "nothing is added, digest 1 is the same: `nato-bot digest status 1`" in again.stderr
    assert digest("export").stdout.count("\n") == 1


def test_what_cannot_be_read_is_told_in_one_line(digest: Run) -> None:
    done = digest(*ADD, "--at", "25:00", "--days", "someday")

    assert done.returncode == 2
    assert 'digest add: at: "25:00" is no time of day: write 09:00' in done.stderr
    assert 'days: "someday" is no day of the week' in done.stderr
    assert done.stderr.count("\n") == 1


async def test_without_a_token_an_issue_is_due_as_early_as_its_platform_wants_it(
    digest_on_both: Run, database: Database
) -> None:
    digest_on_both("import", "-", stdin=text({}, {"platform": "slack"}))

    for number, lead in enumerate((0, 180), start=1):
        one = await subscriptions.one(database, number)
        assert one
        assert one.next_run_at
        slot = next_slot(timetable_of(one), one.set_at)
        assert slot.run_at - one.next_run_at == lead


def test_an_import_with_wrong_lines_names_each_and_imports_nothing(digest: Run) -> None:
    done = digest("import", "-", stdin=text({}, {}, {"at": "25:00"}, {"zone": "Atlantis"}) + "[]")

    assert done.returncode == 1
    problems = done.stderr.splitlines()
    assert problems[0].startswith('line 3: at: "25:00" is no time of day')
    assert problems[1].startswith('line 4: zone: "Atlantis" is no time zone')
    assert problems[2].startswith("line 5: is no object")
    assert problems[3:] == ["nato-bot: digest import: nothing is imported: mend these lines first"]
    assert digest("export").stdout == ""


def test_importing_twice_imports_once(digest_on_both: Run, tmp_path: Path) -> None:
    file = tmp_path / "digests.jsonl"
    lines = text({}, {"at": "9 am"}, {"at": "10:00"}, {"topics": "article 5"})
    file.write_bytes(b"\xef\xbb\xbf" + lines.replace("\n", "\r\n\r\n").encode())

    first, second = digest_on_both("import", str(file)), digest_on_both("import", str(file))

    assert first.stdout == "Imported 3 digests; 1 already there.\n"
    assert second.stdout == "Imported 0 digests; 4 already there.\n"


def test_what_is_exported_can_be_imported_elsewhere(digest_on_both: Run, tmp_path: Path) -> None:
    everything = text(
        {"at": "18:30", "days": "weekend", "lang": "fr", "topics": ["article 5", "what-is-nato"]},
        {"platform": "slack", "space": "T1", "channel": "C1", "thread": "17.5", "by": "U1"},
        {"paused": True},
        {"channel": "3", "paused": "2099-12-24"},
    )
    digest_on_both("import", "-", stdin=everything)
    exported = digest_on_both("export").stdout

    elsewhere = runner(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    done = elsewhere("import", "-", stdin=exported)

    assert done.stdout == "Imported 4 digests; 0 already there.\n"
    assert elsewhere("export").stdout == exported
    assert [json.loads(one).get("paused") for one in exported.splitlines()] == [
        *(None, None, True, "2099-12-24")
    ]


def test_the_list_shows_where_when_and_whether(digest: Run) -> None:
    digest("import", "-", stdin=text({"space": "7", "thread": "5"}, {"paused": True}))

    header, first, second = digest("list").stdout.splitlines()
    [one] = digest("list", "--json", "--space", "1").stdout.splitlines()

    assert header.split()[:5] == ["#", "platform", "space", "channel", "at"]
    assert first.split()[:6] == ["1", "discord", "7", "2/5", "09:00", "Europe/Brussels"]
    assert second.endswith("all     paused")
    shown = json.loads(one)
    assert (shown["number"], shown["state"], shown["next"]) == (2, "paused", [])


def test_an_empty_list_says_how_to_add_one(digest: Run) -> None:
    assert "`nato-bot digest add --help`" in digest("list").stdout


def test_a_preview_shows_the_next_issue_and_five_dates_and_spends_nothing(digest: Run) -> None:
    digest("import", "-", stdin=text({"lang": "fr"}))

    shown, again = digest("preview", "1").stdout, digest("preview", "#1").stdout

    assert shown == again
    assert shown.startswith("Digest #1\n")
    assert shown.count(", 09:00 (Europe/Brussels)\n") == 5
    assert "\nL'OTAN aujourd'hui · " in shown


def test_a_preview_shows_what_a_platform_would_be_sent(digest: Run) -> None:
    digest(*ADD)

    dates, issue = map(json.loads, digest("preview", "1", "--as", "slack").stdout.splitlines())

    assert dates["body"]["blocks"]
    assert issue["body"]["text"].startswith("NATO today · ")


async def test_the_status_tells_the_last_failure_and_outcomes_in_words(
    digest_on_both: Run, database: Database
) -> None:
    digest_on_both(*ADD)
    rows = [
        Delivery(subscription=1, date=f"2026-11-{day}", run_at=day, state=state, error=error)
        for day, state, error in (
            (20, State.SENT, None),
            (21, State.FAILED, "forbidden:50013"),
        )
    ]
    async with database.write() as connection:
        await deliveries.begin(database, connection, rows, "somebody")

    shown = digest_on_both("status", "1").stdout.splitlines()

    [last] = [said for said in shown if said.startswith("Last issue: ")]
    [failed] = [said for said in shown if said.startswith("Last failure: ")]
    assert "20 November 2026" in last
    assert "21 November 2026" in failed
    assert sum("the bot may not post in that channel (50013)" in said for said in shown) == 2


def test_an_unknown_number_is_told_in_one_line(digest: Run) -> None:
    done = digest("status", "7")

    assert done.returncode == 1
    told = "there is no digest 7: `nato-bot digest list` shows all there are"
    assert done.stderr == f"nato-bot: {told}\n"


def test_a_reader_that_has_seen_enough_ends_it_silently(digest: Run, file_url: str) -> None:
    digest("import", "-", stdin=text(*({"channel": str(n)} for n in range(2_000))))

    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m bot digest list --json | head -n 1"],
        capture_output=True,
        text=True,
        env={"NATO_BOT_DATABASE_URL": file_url, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        check=True,
    )

    assert (done.stdout.count("\n"), done.stderr) == (1, "")


async def test_the_tables_of_another_release_are_left_alone(
    digest_on_both: Run, database: Database
) -> None:
    async with database.write() as connection:
        await connection.execute(sa.insert(meta).values(key="kept", value="yes"))
        await connection.execute(sa.text("UPDATE nato_bot_version SET version_num = 'later'"))

    done = digest_on_both("list")

    assert done.returncode == 1
    told = "at version later, this release needs 0002: use the release that made it"
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
