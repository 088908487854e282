"""`nato-bot chat`, in a pipe and in a real terminal."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def chat(text: str, *words: str) -> str:
    """What a chat prints for these lines in a pipe."""
    command = [sys.executable, "-m", "bot", "chat", *words]
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, cwd=ROOT, check=True, timeout=30
    )
    return done.stdout


def test_a_piped_question_is_answered_in_plain_text_and_the_end_of_input_ends_it() -> None:
    shown = chat("what is article 5?\n")

    assert shown.startswith("Article 5: collective defence\n")
    assert "Sources\n[1] " in shown
    assert "\x1b" not in shown


def test_a_number_picks_a_button() -> None:
    shown = chat("consensus\n1\n")

    [label] = re.findall(r"^\(1\) (.+)$", shown, re.MULTILINE)[:1]
    assert f"\n\n{label}\n" in shown


def test_a_number_without_a_button_is_told_how_to_ask() -> None:
    assert "in your own words" in chat("77\n")


def test_the_language_can_be_switched() -> None:
    shown = chat("/language fr\nconsensus\n/language en\nconsensus\n")

    assert "De quoi s'agit-il" in shown
    assert "What it is" in shown


def test_quit_ends_it() -> None:
    assert chat("/quit\nwhat is nato\n") == ""


@pytest.fixture
def terminal() -> Iterator[tuple[int, Callable[[str], str]]]:
    """A chat in a pseudo-terminal: its file descriptor, and a way to wait for words."""
    main, child = pty.openpty()
    env = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "50"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=child,
        stdout=child,
        stderr=child,
        env=env,
        cwd=ROOT,
    )
    seen = ""

    def wait_for(words: str) -> str:
        nonlocal seen
        end = time.monotonic() + 15
        while words not in seen and time.monotonic() < end:
            if select.select([main], [], [], 0.2)[0]:
                seen += os.read(main, 65536).decode(errors="replace")
        assert words in seen, seen[-2000:]
        shown, seen = seen, ""
        return shown

    yield main, wait_for
    process.kill()
    process.wait()
    os.close(main)
    os.close(child)


def test_a_terminal_greets_in_colour_answers_and_completes(
    terminal: tuple[int, Callable[[str], str]],
) -> None:
    keys, wait_for = terminal
    greeting = wait_for("nato>")
    os.write(keys, b"kfor\r")
    card = wait_for("Sources")
    os.write(keys, b"cons\t")

    assert "\x1b[" in greeting
    assert "/nato explain" in greeting
    assert "Kosovo" in card
    assert wait_for("Consensus")
