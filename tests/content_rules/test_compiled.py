"""The compiled content is quick, and never older than what it was made from."""

import pickle
from pathlib import Path
from shutil import copytree

import pytest

from bot.compiled import open_content
from bot.errors import ContentError
from bot.requests import Language
from tests.real import CONTENT


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the content stands beside what a first start has kept of it."""
    folder = tmp_path_factory.mktemp("started")
    open_content(Path(copytree(CONTENT, folder / "content")), folder / "cache")
    return folder


@pytest.fixture
def content(started: Path, tmp_path: Path) -> Path:
    """Content that a start has compiled into the folder `cache` beside it."""
    copytree(started, tmp_path, dirs_exist_ok=True)
    return tmp_path / "content"


def title(content: Path, cache: Path) -> str:
    return open_content(content, cache).library[Language.EN].topics["consensus"].title


def test_the_second_start_reads_what_the_first_kept(content: Path, tmp_path: Path) -> None:
    [kept] = (tmp_path / "cache").iterdir()
    before = kept.stat().st_mtime_ns
    open_content(content, tmp_path / "cache")

    assert kept.stat().st_mtime_ns == before


def test_a_changed_word_is_never_served_stale(content: Path, tmp_path: Path) -> None:
    old = title(content, tmp_path / "cache")
    file = content / "en/topics/consensus.yaml"
    file.write_text(file.read_text().replace(old, "Another title"), encoding="utf-8")

    assert title(content, tmp_path / "cache") == "Another title"
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_content_that_broke_since_stops_the_start(content: Path, tmp_path: Path) -> None:
    (content / "members.yaml").unlink()

    with pytest.raises(ContentError, match=r"members\.yaml"):
        open_content(content, tmp_path / "cache")


@pytest.mark.parametrize("junk", [b"", b"junk", pickle.dumps("something else")])
def test_a_spoilt_file_only_costs_time(content: Path, tmp_path: Path, junk: bytes) -> None:
    expected = title(content, tmp_path / "cache")
    [kept] = (tmp_path / "cache").iterdir()
    kept.write_bytes(junk)

    assert title(content, tmp_path / "cache") == expected


def test_a_folder_that_cannot_be_written_only_costs_time(content: Path, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("a file where the folder should be")

    assert title(content, tmp_path / "no-folder")
