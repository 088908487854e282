"""The command line `nato-bot`: reads the settings, loads the content, hands the core to an adapter.

Adapters, and the rules of the content, are imported when a command needs them: Discord's and
Slack's libraries take 0.2 s each, the shapes of the content 0.1 s.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from bot import command_line, logs
from bot.compiled import Compiled, compile_apart, open_content
from bot.core import Core
from bot.errors import ContentError, OperatorError, PlatformError, SettingsError, StoreError
from bot.export import counts, every_request, export
from bot.handlers import NEEDED_WORDS
from bot.platforms import MESSENGERS, PLATFORMS, SPEAKING, beside
from bot.ports import SystemClock
from bot.requests import Language, Request
from bot.service import DRAIN_SECONDS, Run, Serve, serve_all, settle
from bot.settings import Settings
from bot.showing import form, lines
from bot.unanswered import Unanswered

log = logging.getLogger(__name__)


UNANSWERED = "unanswered.jsonl"
"""In the data folder."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, 1 for a failure, 2 for a wrong call."""
    options = command_line.parse(argv, COMMANDS, PLATFORMS)
    try:
        return int(options.run(options, Settings.read()))
    except SettingsError as error:
        return _fail(str(error), 2)
    except (OperatorError, StoreError) as error:
        return _refused(error)
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def chat(options: argparse.Namespace, settings: Settings) -> int:
    """Open the bot in this terminal."""
    console = import_module("adapters.console.app")
    asyncio.run(console.run(_core(settings), options.lang))
    return 0


def ask(options: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or JSON lines from standard input."""
    if (options.text is not None) == options.stdin:
        return _fail("ask: give a question, or --stdin; see nato-bot ask --help", 2)
    if options.explain:
        explaining = import_module("bot.search.explaining")
        print("\n".join(explaining.explained(options.text or "", _open(settings).index)))
        return 0
    return asyncio.run(_ask(options, _core(settings)))


async def _ask(options: argparse.Namespace, core: Core) -> int:
    records, render = (import_module(f"adapters.console.{name}") for name in ("records", "render"))
    if options.stdin:
        wrong = 0
        async for record in records.ask_lines(core, sys.stdin, options.lang):
            wrong += "error" in record
            if "error" in record:
                _fail(f"ask: line {record['line']} {record['error']}", 1)
            else:
                records.write(record)
        return 1 if wrong else 0
    if options.json:
        records.write(await records.ask(core, options.text, options.lang))
        return 0
    answer = await core.answer(core.read_text(options.text, options.lang))
    print(render.plain(answer, core.words(options.lang)))
    return 0


def render_(options: argparse.Namespace, settings: Settings) -> int:
    """Print what a platform would be sent, as JSON lines."""
    if (options.text is not None) == options.all:
        return _fail("render: give a question, or --all; see nato-bot render --help", 2)
    compiled = _open(settings)
    core = Core(compiled.library, compiled.index, SystemClock())
    asked = [core.read_text(options.text or "", options.lang)]
    wanted = every_request(compiled.library) if options.all else asked
    asyncio.run(_render(core, wanted, options.form))
    return 0


async def _render(core: Core, wanted: Iterable[Request], form: str) -> None:
    async for line in lines(core, wanted, form):
        print(line)


def check(options: argparse.Namespace, settings: Settings) -> int:
    """Check the content folder: every problem at once, exit 1 if there is one."""
    loader, rules = import_module("bot.library.loader"), import_module("bot.search.rules")
    folder = options.folder or settings.content
    days = SystemClock().now().date(), options.due or 0
    checked = loader.check(folder, NEEDED_WORDS, days, rules.problems)
    if options.due is not None:
        print("\n".join(checked.due) or f"Nothing goes stale within {options.due} days.")
        return 0
    listed = counts(checked.library[Language.EN]).items()
    print(f"The content is in order: {', '.join(f'{number} {kind}' for kind, number in listed)}.")
    return 0


def schema(options: argparse.Namespace, _: Settings) -> int:
    """Write a JSON Schema for each kind of content file, for editors."""
    written = import_module("bot.library.schema").write(options.folder)
    print(f"Wrote {len(written)} files to {options.folder}.")
    return 0


def export_(_: argparse.Namespace, settings: Settings) -> int:
    """Print all content with its sources as JSON."""
    content = export(_open(settings).library)
    print(json.dumps(content, ensure_ascii=False, indent=1, default=str))
    return 0


def unanswered(options: argparse.Namespace, settings: Settings) -> int:
    """List the questions that found no answer, the most frequent first."""
    listed = Unanswered(settings.data / UNANSWERED).most(options.count)
    for text, times in listed:
        print(f"{times:6}  {text}")
    if not listed:
        print("None is kept. NATO_BOT_LOG_UNANSWERED=true keeps their text, and nothing else.")
    return 0


def manifest(options: argparse.Namespace, settings: Settings) -> int:
    """Print the app manifest for Slack."""
    made = import_module("adapters.slack.manifest")
    core = _core(settings)
    words = core.words(Language.EN)
    shown = made.manifest(core.commands, words, options.http, agent=options.agent)
    print(made.yaml(shown), end="")
    return 0


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Start every platform that has settings."""
    logs.configure(settings.log)
    wanted = options.only or [name for name, p in PLATFORMS.items() if p.is_set(settings)]
    unset = [
        f"{name}: set {PLATFORMS[name].missing(settings)}"
        for name in wanted
        if not PLATFORMS[name].is_set(settings)
    ]
    if unset:
        return _fail(f"run: {'; '.join(unset)}", 2)
    for name, platform in PLATFORMS.items():
        if name not in wanted and platform.is_begun(settings) and not platform.is_set(settings):
            log.warning("%s is not started: set %s", name, platform.missing(settings))
    if not set(wanted) & set(SPEAKING):
        needs = "; ".join(f"{name}: {PLATFORMS[name].missing(settings)}" for name in SPEAKING)
        return _fail(
            f"run: no platform has its settings. Set, for {needs}. "
            "Without any token, talk to the bot by `nato-bot chat`.",
            2,
        )
    return asyncio.run(_run(settings, beside(wanted, settings), migrates=not options.no_migrate))


async def _run(settings: Settings, wanted: Sequence[str], *, migrates: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    compile_apart(settings.content, _cache(settings))
    compiled = _open(settings)
    operate = import_module("bot.operate")
    openers = {
        name: import_module(f"adapters.{name}.messenger").opened
        for name, platform in MESSENGERS.items()
        if platform.is_set(settings)
    }
    opening = operate.desk(settings, compiled.library, openers, migrates=migrates, leads=_leads())
    async with opening as desk:
        core = Core(
            compiled.library,
            compiled.index,
            SystemClock(),
            desk=desk,
            languages=import_module("bot.store.languages").Languages(desk.database, SystemClock()),
            unanswered=_kept(settings),
        )
        running = Run(core=core, settings=settings, desk=desk, stop=stop)
        services: dict[str, Serve] = {
            n: _send if n == "digests" else import_module(f"adapters.{n}.app").serve for n in wanted
        }
        settle()
        return await serve_all(running, services, SPEAKING)


async def _send(run: Run) -> None:
    """The service `digests`."""
    if run.desk is None or not run.desk.messengers:
        raise PlatformError("no platform takes the bot's token, so there is nobody to post to")
    digests = import_module("bot.digests.service")
    late = run.settings.digest_late_hours * 3600

    def ready() -> None:
        run.ready["digests"] = True

    await digests.serve(run.desk, run.stop, ready, digests.Pace(late=late), DRAIN_SECONDS)


def digest(options: argparse.Namespace, settings: Settings) -> int:
    """Add, list, move or look at digests: the word behind says which."""
    asyncio.run(_digest(options, settings))
    return 0


async def _digest(options: argparse.Namespace, settings: Settings) -> None:
    actions, operate = import_module("bot.digest_actions"), import_module("bot.operate")
    compiled, show = _open(settings), form(getattr(options, "form", None) or "text")
    async with operate.desk_alone(settings, compiled.library, _leads()) as desk:
        bench = actions.Bench(desk, compiled.index, show, print)
        await actions.ACTIONS[options.action](bench, options)


def db(options: argparse.Namespace, settings: Settings) -> int:
    """Upgrade, back up or check the database."""
    care = import_module("bot.store_care")
    print(asyncio.run(care.ACTIONS[options.action](options, settings)))
    return 0


def _leads() -> Mapping[str, int]:
    """How long before its slot each platform is handed an issue, messenger or none."""
    return {name: import_module(f"adapters.{name}").LEAD for name in MESSENGERS}


def _core(settings: Settings) -> Core:
    compiled = _open(settings)
    kept = _kept(settings)
    return Core(compiled.library, compiled.index, SystemClock(), unanswered=kept)


def _kept(settings: Settings) -> Unanswered | None:
    return Unanswered(settings.data / UNANSWERED) if settings.log_unanswered else None


def _open(settings: Settings) -> Compiled:
    return open_content(settings.content, _cache(settings))


def _cache(settings: Settings) -> Path:
    return settings.data / "cache"


def _refused(error: OperatorError | StoreError) -> int:
    details, status = (error.details, error.status) if isinstance(error, OperatorError) else ((), 1)
    sys.stderr.writelines(f"{line}\n" for line in details)
    return _fail(str(error), status)


def _fail(text: str, status: int) -> int:
    sys.stderr.write(f"nato-bot: {text}\n")
    return status


COMMANDS = {
    "chat": chat,
    "ask": ask,
    "render": render_,
    "check": check,
    "schema": schema,
    "export": export_,
    "unanswered": unanswered,
    "manifest": manifest,
    "run": run,
    "digest": digest,
    "db": db,
}


if __name__ == "__main__":
    sys.exit(main())
