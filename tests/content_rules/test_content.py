"""Each way to break a content file is told with its line, its field and how to mend it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from bot.errors import ContentError
from bot.handlers import NEEDED_WORDS
from bot.library import strict_yaml
from bot.library.loader import check, load
from bot.library.schema import write
from bot.requests import Language
from bot.search.rules import problems
from tests.fakes import TODAY
from tests.real import CONTENT

TOPIC = "en/topics/consensus.yaml"
TWIN = "fr/topics/consensus.yaml"
Break = Callable[[str, str, str], list[str]]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Replace the first `old` in a file of a copy of the content; gives the problems told."""

    def _broken(name: str, old: str, new: str) -> list[str]:
        root = Path(copytree(CONTENT, tmp_path / "content"))
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            check(root, NEEDED_WORDS, (TODAY, 0), problems)
        return [told.removeprefix(f"{root}/") for told in caught.value.problems]

    return _broken


def test_the_content_as_it_stands_is_in_order() -> None:
    library = check(CONTENT, NEEDED_WORDS, (TODAY, 0), problems).library

    shelf = library[Language.EN]
    assert len(shelf.topics) >= 90
    assert len(shelf.facts) >= 400
    assert len(shelf.terms) >= 320
    assert len(shelf.events) >= 200
    assert len(shelf.quiz) >= 150
    assert len(shelf.members) == 32


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (TOPIC, "aliases:", "alias:", "alias: is no key of this file: remove it, or did you mean"),
        (TOPIC, "title: ", "title: 2026-01-01 #", "title: must be text, is datetime.date"),
        (TOPIC, "id: consensus", "id: concensus", "id: must be the file's name, 'consensus'"),
        (TOPIC, "north-atlantic-treaty", "north-atlantic-traety", "or did you mean 'north-atl"),
        ("sources.yaml", '  part: {en: "Article {}", fr: "article {}"}\n', "", "has no `part`"),
        (TOPIC, "related: [", "related: [no-such-topic, ", "no topic 'no-such-topic'"),
        (TOPIC, "related: [", "related: [consensus, ", "related: names the topic itself"),
        (TOPIC, "reviewed:", "reviewed: x #", "reviewed: Input should be a valid date"),
        (TWIN, 'renders: "', 'renders: "0', "renders: "),
        (TWIN, "\nwhy:", "\n  - Encore une phrase.\nwhy:", "what: has"),
        ("en/facts.yaml", "  topics:", "  topcis:", "or did you mean 'topics'?"),
        ("operations.yaml", "  to: ", "  to: '1900' # ", "to: is before from"),
        ("people.yaml", "office: saceur", "office: king", "is no office the bot knows"),
        ("en/quiz.yaml", "  answer: ", "  answer: Nobody # ", "answer: is none of the options"),
        ("spending.yaml", "PL:", "XX:", "series.XX: is no member's code"),
        ("en/timeline.yaml", "  date: ", "  date: May # ", "date: 'May' does not look like"),
        ("members.yaml", '"NO"', '"SE"', "iso2: 'SE' stands here already: rename one"),
        ("members.yaml", "kind: signed", "kind: singed", "accession.kind: "),
        ("fr/ui.yaml", "  sources:", "  source:", "label.sources: is missing: add it"),
        ("fr/ui.yaml", "{minutes}", "{minuts}", "label.minutes: cannot fill {minuts}"),
        ("fr/ui.yaml", "{minutes}", "{minutes", "label.minutes: "),
        ("en/off_topic.yaml", '"passwords?', '"(passwords?', "is no regular expression"),
        ("fr/off_topic.yaml", '"mots?', '"Mots?', "must be lower case without accents"),
        ("fr/off_topic.yaml", "id: secrets", "id: secretz", "must hold the classes of en/off_top"),
        ("en/off_topic.yaml", "reply:", "replies:", "did you mean 'reply'?"),
        ("sources.yaml", "\nshape:", "\nnever-cited:", "never-cited: no statement cites it"),
    ],
)
def test_a_broken_file_is_told_with_what_to_mend(
    broken: Break, name: str, old: str, new: str, told: str
) -> None:
    assert any(told in line for line in broken(name, old, new))


def test_a_problem_names_its_line(broken: Break) -> None:
    text = (CONTENT / TOPIC).read_text(encoding="utf-8")
    line = 1 + text[: text.index("reviewed:")].count("\n")

    told = broken(TOPIC, "reviewed:", "revewed:")
    assert any(problem.startswith(f"{TOPIC}:{line}: revewed: ") for problem in told)


def test_a_file_that_is_no_yaml_is_told_with_its_line(broken: Break) -> None:
    told = broken(TOPIC, "what:", "what: [")

    assert any(line.startswith(f"{TOPIC}:") and "did not find" in line for line in told)


def test_a_key_given_twice_is_told_with_its_line(broken: Break) -> None:
    told = broken(TOPIC, "\nwhat:", "\ntitle: again\nwhat:")

    assert any("'title' is given twice: keep one" in line for line in told)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    (root / "people.yaml").unlink()
    (root / "members.yaml").write_text("- iso2: 7\n", encoding="utf-8")
    (root / "en/facts.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError) as caught:
        load(root, NEEDED_WORDS)

    files = {line.removeprefix(f"{root}/").split(":")[0] for line in caught.value.problems}
    assert {"people.yaml", "members.yaml", "en/facts.yaml"} <= files


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="set NATO_BOT_CONTENT"):
        load(tmp_path / "nowhere", NEEDED_WORDS)


def test_french_that_has_fallen_behind_fails_the_check_but_not_the_start(tmp_path: Path) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    file = root / TOPIC
    file.write_text(file.read_text().replace('\ntitle: "', '\ntitle: "Today: '), encoding="utf-8")

    assert load(root, NEEDED_WORDS)


def test_time_alone_fails_the_check_but_not_the_start() -> None:
    with pytest.raises(ContentError, match="read it again, set a new day"):
        check(CONTENT, NEEDED_WORDS, (dt.date(2040, 1, 1), 0), problems)

    assert load(CONTENT, NEEDED_WORDS)


def test_changed_english_words_mark_its_french_twin_as_outdated(broken: Break) -> None:
    told = broken(TOPIC, '\ntitle: "', '\ntitle: "Today: ')

    [outdated] = [line for line in told if line.startswith(TWIN)]
    assert "renders: the English entry has changed: update the words" in outdated


def test_a_missing_french_twin_fails_the_check_and_not_the_start(tmp_path: Path) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    (root / "fr/topics/terrorism.yaml").unlink()

    with pytest.raises(ContentError, match=r"fr/topics/terrorism\.yaml:1: file: is missing"):
        check(root, NEEDED_WORDS, (TODAY, 0), problems)
    assert load(root, NEEDED_WORDS)[Language.FR].topics["terrorism"].language is Language.EN


def test_a_topic_with_few_example_questions_is_told(tmp_path: Path) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    twin = root / "fr/topics/terrorism.yaml"
    kept, _, _ = twin.read_text(encoding="utf-8").partition("\nquestions:")
    twin.write_text(f"{kept}\nquestions: [l'otan et le terrorisme]\n", encoding="utf-8")

    with pytest.raises(ContentError, match="questions: only 1: write at least 12"):
        check(root, NEEDED_WORDS, (TODAY, 0), problems)


def test_a_french_twin_without_english_is_told(tmp_path: Path) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    (root / "fr/topics/terrorism.yaml").rename(root / "fr/topics/terorism.yaml")
    with pytest.raises(ContentError, match="en/topics has no 'terorism'"):
        load(root, NEEDED_WORDS)


def test_what_is_due_is_listed_the_soonest_first() -> None:
    due = check(CONTENT, NEEDED_WORDS, (TODAY, 400), problems).due

    days = [line.rpartition(" ")[2] for line in due]
    assert days
    assert days == sorted(days)


def test_the_schemas_for_editors_are_those_of_the_shapes(tmp_path: Path) -> None:
    kept = CONTENT.parent / "docs" / "schema"
    for made in write(tmp_path):
        assert made.read_text() == (kept / made.name).read_text(), "run nato-bot schema docs/schema"


def test_two_topics_with_one_name_are_told(broken: Break) -> None:
    told = broken(TOPIC, "\naliases:\n", "\naliases:\n  - article 5\n")

    assert any("'article 5' also names article-5-collective-defence" in line for line in told)


def test_a_question_that_finds_another_topic_is_told(broken: Break) -> None:
    told = broken(TOPIC, "\nquestions:\n", "\nquestions:\n  - what is article 5\n")

    assert any("'what is article 5' finds article-5-collective-defence" in line for line in told)


def test_a_country_code_and_a_time_stay_text() -> None:
    assert strict_yaml.read("{code: NO, at: 8:30}") == {"code": "NO", "at": "8:30"}


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(yaml.MarkedYAMLError, match="'title' is given twice"):
        strict_yaml.read("{title: a, title: b}")
