"""The library and its index, kept compiled between starts: parsing 1.5 MB of YAML takes a second.

The key is a hash over every byte of the content and of this program, so a changed word or a new
release never meets an old file. A file that cannot be read or written only costs the time.
"""

import gc
import hashlib
import logging
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import bot
from bot.handlers import NEEDED_WORDS
from bot.library.entries import Library
from bot.search.index import Index

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a start needs of the content."""

    library: Library
    index: Index


def compile_apart(content: Path, cache: Path) -> None:
    """Compile in another process, where need be: a process keeps the 11 MB that parsing takes."""
    if not _file(content, cache).exists():
        command = (sys.executable, "-m", "bot", "ask", "NATO")
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 -- our own program


def open_content(content: Path, cache: Path) -> Compiled:
    """Load the content, from `cache` where that is of the very same bytes.

    Raises ContentError as `load` does: a broken folder has no compiled form.
    """
    file = _file(content, cache)
    if found := _read(file):
        return found
    from bot.library.loader import load  # noqa: PLC0415 -- pydantic's shapes take 0.1 s to build

    library = load(content, NEEDED_WORDS)
    compiled = Compiled(library, Index(library))
    _write(file, compiled)
    return compiled


def _file(content: Path, cache: Path) -> Path:
    return cache / f"content-{_key(content)}.pickle"


def _key(content: Path) -> str:
    digest = hashlib.sha256(sys.version.encode())
    program = Path(bot.__file__).parent
    for root, pattern in ((content, "*.yaml"), (program, "*.py")):
        for file in sorted(root.rglob(pattern)):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def _read(file: Path) -> Compiled | None:
    gc.disable()  # it would look through each of 100,000 new objects, in vain
    try:
        found = pickle.loads(file.read_bytes())  # noqa: S301 -- our own file, in our own folder
    except Exception:  # noqa: BLE001 -- a spoilt pickle raises anything, and costs only time
        return None
    finally:
        gc.enable()
    return found if isinstance(found, Compiled) else None


def _write(file: Path, compiled: Compiled) -> None:
    """Put the file in place in one step, and take away those of other content."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{id(compiled)}")
        unfinished.write_bytes(pickle.dumps(compiled, pickle.HIGHEST_PROTOCOL))
        for old in file.parent.glob("content-*.pickle"):
            old.unlink()
        unfinished.replace(file)
    except OSError as error:
        log.info("the compiled content could not be kept", extra={"error": str(error)})
