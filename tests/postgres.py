"""A real PostgreSQL of the tests' own: in a temporary folder, on a free port of 127.0.0.1."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

MISSING = "no PostgreSQL server here: install one (Debian: apt-get install postgresql)"
CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 60
shared_buffers = '64MB'
log_min_messages = fatal
"""
HASTE = """
fsync = off
full_page_writes = off
"""
"""For what may be lost with the machine: a server or a client that is killed loses nothing so."""
WAIT_SECONDS = "30"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, if there is one."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, default=None, key=lambda file: int(file.parent.parent.name))
    return newest.parent if newest else None


class Postgres:
    """One server; every `database()` is a new empty one."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self._bin = bin_folder
        self._folder = folder
        self._port = _free_port()
        self._numbers = count(1)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self._port}"
        self._run("pg_ctl", "start", "-w", "-t", WAIT_SECONDS, "-l", "log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is as a power cut."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def database(self, template: str | None = None) -> str:
        """The address of a new database, empty or a copy of another."""
        name = f"test{next(self._numbers)}"
        where = ("-h", "127.0.0.1", "-p", str(self._port), "-U", "nato")
        self._run("createdb", *where, *(("-T", template) if template else ()), name)
        return f"postgresql://nato@127.0.0.1:{self._port}/{name}"

    def make(self, *, is_measured: bool) -> None:
        """Make the cluster; as safe as an operator's where its speed is measured."""
        self._run("initdb", "-U", "nato", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        with (self._folder / "data" / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION if is_measured else CONFIGURATION + HASTE)

    def processes(self) -> list[int]:
        """The server's main process and its children."""
        main = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        if program != "createdb":
            command += ["-D", str(self._folder / "data")]
        user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        subprocess.run(command, check=True, cwd=self._folder, user=user, stdout=subprocess.DEVNULL)


@contextmanager
def running(*, is_measured: bool = False) -> Generator[Postgres]:
    """A server while inside."""
    found = binaries()
    assert found, MISSING
    folder = Path(mkdtemp(prefix="nato-bot-postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    server = Postgres(found, folder)
    server.make(is_measured=is_measured)
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
