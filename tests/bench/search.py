"""Free text, side by side with SQLite FTS5 and bm25s on the same content and questions."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.core import Core
from bot.library.entries import Library
from bot.ports import SystemClock
from bot.requests import CONSOLE, Language, Origin
from bot.search.index import Index
from bot.search.normalise import plain

QUESTIONS = Path("../shared/benchmarks/questions_dev.jsonl")
SCORE = QUESTIONS.parent / "score.py"
NEAREST = 3
FIGURES = ("top1", "useful3", "top3", "wrong", "refused", "overall")
STEPS = 12
"""Limits that are tried for each of the others: it declines below the one that serves it best."""

Line = Callable[[str, str], None]
Rank = Callable[[str], list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Document:
    """All that is said of one entry in both languages."""

    id: str
    text: str


def measure(line: Line, library: Library) -> None:
    """Quality and time of each; without the questions, time alone on those of the topics."""
    rows = _questions(library)
    start = time.perf_counter()
    core = Core(library, Index(library), SystemClock())
    line("search: index built", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    _told(line, "nato-bot", rows, asyncio.run(_ours(core, rows)))
    documents = list(_documents(library))
    for name, ranking in (("fts5", _fts5), ("bm25s", _bm25s)):
        start = time.perf_counter()
        rank = ranking(documents)
        line(f"search: {name}, index built", f"{(time.perf_counter() - start) * 1000:.0f} ms")
        _told(line, name, rows, _at_best([_other(row, rank) for row in rows], rows))


def _questions(library: Library) -> list[dict[str, Any]]:
    if QUESTIONS.is_file():
        return [json.loads(row) for row in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [
        (s.language, q) for s in library.values() for t in s.topics.values() for q in t.questions
    ]
    return [{"id": str(n), "text": q, "lang": lang} for n, (lang, q) in enumerate(asked)]


async def _ours(core: Core, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in rows:
        asker = Origin(platform=CONSOLE.platform, asker=str(row["id"]))
        language = Language.FR if row["lang"] == "fr" else Language.EN
        for earlier in row.get("context", []):
            await core.answer(core.read_text(earlier, language, asker))
        start = time.perf_counter()
        answer = await core.answer(core.read_text(row["text"], language, asker))
        spent = (time.perf_counter() - start) * 1000
        said = {"declined": answer.declined, "choices": answer.choices, "ms": spent}
        found.append({"id": row["id"], "answer_ids": list(answer.about), **said})
    return found


def _other(row: dict[str, Any], rank: Rank) -> dict[str, Any]:
    start = time.perf_counter()
    near = rank(row["text"])
    spent = (time.perf_counter() - start) * 1000
    ids = [entry for entry, _ in near]
    return {"id": row["id"], "answer_ids": ids, "best": near[0][1] if near else 0.0, "ms": spent}


def _at_best(found: list[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers with the limit that makes most of them right on these very questions.

    That is more than we allow ourselves: our limits are not fitted to what is printed here.
    """
    scores = sorted(answer["best"] for answer in found)
    limits = [scores[len(scores) * step // STEPS] for step in range(STEPS)]
    tries = [[{**a, "declined": a["best"] < least} for a in found] for least in limits]
    if "accept" not in rows[0] or not SCORE.is_file():
        return tries[0]
    return max(tries, key=lambda answers: _scored(answers)["overall"])


def _documents(library: Library) -> Iterator[Document]:
    english, french = library[Language.EN], library[Language.FR]
    for topic_id in english.topics:
        both = [shelf.topics[topic_id] for shelf in (english, french)]
        said = [s.text for t in both for section in t.sections.values() for s in section]
        names = [text for t in both for text in (t.title, *t.aliases, *t.questions, t.summary.text)]
        yield Document(topic_id, plain_all([*names, *said]))
    for term_id in english.terms:
        terms = [shelf.terms[term_id] for shelf in (english, french)]
        said = [text for t in terms for text in (t.term, t.expansion, t.meaning.text, *t.aliases)]
        yield Document(f"glossary:{term_id}", plain_all(said))
    for iso2 in english.members:
        members = [shelf.members[iso2] for shelf in (english, french)]
        yield Document(
            f"member:{iso2}", plain_all(n for m in members for n in (m.name, *m.aliases))
        )


def plain_all(texts: Any) -> str:  # noqa: ANN401 -- any texts
    """The texts as plain words."""
    return " ".join(map(plain, texts))


def _fts5(documents: Sequence[Document]) -> Rank:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, text, tokenize='porter')")
    rows = [(document.id, document.text) for document in documents]
    database.executemany("INSERT INTO found VALUES (?, ?)", rows)
    ask = "SELECT id, -rank FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"

    def rank(text: str) -> list[tuple[str, float]]:
        words = " OR ".join(f'"{word}"' for word in plain(text).split())
        return list(database.execute(ask, (words, NEAREST))) if words else []

    return rank


def _bm25s(documents: Sequence[Document]) -> Rank:
    bm25s: Any = import_module("bm25s")
    ranking = bm25s.BM25()
    words = bm25s.tokenize([d.text for d in documents], stopwords="en", show_progress=False)
    ranking.index(words, show_progress=False)

    def rank(text: str) -> list[tuple[str, float]]:
        asked = bm25s.tokenize(plain(text), stopwords="en", show_progress=False)
        if not any(asked.ids):
            return []
        places, scores = ranking.retrieve(asked, k=NEAREST, show_progress=False)
        near = zip(places[0], scores[0], strict=True)
        return [(documents[int(place)].id, float(score)) for place, score in near]

    return rank


def _told(
    line: Line, name: str, rows: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]
) -> None:
    spent = sorted(answer["ms"] for answer in found)
    line(f"search: {name}, median a question", f"{spent[len(spent) // 2]:.2f} ms")
    line(f"search: {name}, p99", f"{spent[int(len(spent) * 0.99)]:.2f} ms")
    if "accept" not in rows[0] or not SCORE.is_file():
        return
    for figure, share in _scored(found).items():
        line(f"search: {name}, {figure}", f"{share * 100:.1f} %")


def _scored(found: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The figures of the benchmark's own scorer."""
    answers, scores = (Path(f"/dev/fd/{n}") for n in (0, 1))
    command = [sys.executable, str(SCORE), str(QUESTIONS), str(answers), "--json", str(scores)]
    said = "".join(json.dumps(answer) + "\n" for answer in found)
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=True)
    scored = json.loads(done.stdout[done.stdout.index("\n{") :])["all"]
    return {key: scored[key] for key in FIGURES}
