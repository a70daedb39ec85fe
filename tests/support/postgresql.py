"""A PostgreSQL server of the tests' own, from the binaries of a package.

One server a test process, in a folder of its own, on a Unix socket only; each test
gets a fresh database on it. It keeps its promises: no setting trades durability for
speed. Text is ordered by the rules of a language, as a stranger's server does, and
not by code points as SQLite does.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

_PACKAGE_FOLDER: Final = Path("/usr/lib/postgresql")
_UNPRIVILEGED: Final = ("postgres", "nobody")
_START_S: Final = 30
_PORT: Final = 5432
_PROGRAMS: Final = ("initdb", "postgres")
_SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "log_min_messages": "warning",
    # A checkpoint in the middle of a test would only cost its time.
    "checkpoint_timeout": "1h",
    "autovacuum_naptime": "5min",
}


class PostgreSQLServer:
    """Starts, stops and kills one server."""

    def __init__(self, programs: Path) -> None:
        """Make the files of a server; *programs* holds its binaries."""
        # Not in pytest's folder: the user of the server may not enter that.
        self.folder = Path(tempfile.mkdtemp(prefix="evertill-postgresql-"))
        self.log = self.folder / "log"
        self._programs = programs
        self._data = self.folder / "data"
        self._user = _other_user()
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._process: subprocess.Popen[bytes] | None = None
        self._names = itertools.count(1)
        self._run(
            "initdb",
            f"--pgdata={self._data}",
            "--no-sync",
            "--no-instructions",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=icu",
            "--icu-locale=en",
        )

    @property
    def version(self) -> str:
        """What the server calls itself."""
        return self._run("postgres", "--version").strip()

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        settings = _SETTINGS | {"unix_socket_directories": str(self.folder)}
        words = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *_stop_with_parent(),
                    str(self._programs / "postgres"),
                    "-D",
                    str(self._data),
                    *words,
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                **self._identity(),
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop it as its administrator would; sessions are cut off."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Stop it without saving anything, as the loss of power would."""
        self._end(signal.SIGQUIT)

    def restart(self) -> None:
        """Cut every session off; what was committed is there again afterwards."""
        self.kill()
        self.start()

    def remove(self) -> None:
        """Stop it and delete its files."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, role: str = "postgres") -> str:
        """Return the URL of *database*, as `--database` takes it."""
        server = f"postgresql+psycopg://{role}@:{_PORT}"
        return f"{server}/{database}?host={self.folder}"

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.folder / f".s.PGSQL.{_PORT}"

    def create(self, template: str = "template0") -> str:
        """Make a database and return its name."""
        name = f"test_{next(self._names)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Delete a database, whoever still uses it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside a transaction."""
        with self.connect(database) as connection:
            connection.execute(statement)

    def configure(self, setting: str, value: str) -> None:
        """Change a setting of the running server and wait until it is in force."""
        self.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
        with self.connect() as connection:
            connection.execute("SELECT pg_reload_conf()")
        deadline = time.monotonic() + _START_S
        while True:
            with self.connect() as connection:
                (now,) = connection.execute(f"SHOW {setting}").fetchone()
            if now == value:
                return
            assert time.monotonic() < deadline, f"{setting} is {now}"

    def connect(self, database: str = "postgres") -> Any:
        """Return a psycopg connection that commits each statement."""
        import psycopg

        return psycopg.connect(
            host=str(self.folder),
            port=_PORT,
            user="postgres",
            dbname=database,
            autocommit=True,
        )

    def _wait_until_ready(self) -> None:
        import psycopg

        assert self._process is not None
        deadline = time.monotonic() + _START_S
        pause = 0.01
        while True:
            assert self._process.poll() is None, self.log.read_text()
            try:
                self.connect().close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, self.log.read_text()
                # Starting is another program's business: there is nothing to wait on.
                signal.sigtimedwait((), pause)
                pause = min(2 * pause, 0.2)
            else:
                return

    def _end(self, number: int) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(number)
            process.wait(_START_S)

    def _run(self, program: str, *words: str) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [self._programs / program, *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_START_S,
            **self._identity(),
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _identity(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {
            "user": self._user.pw_uid,
            "group": self._user.pw_gid,
            "extra_groups": [],
        }


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest of several."""
    on_path = shutil.which("initdb")
    folders = [] if on_path is None else [Path(on_path).resolve().parent]
    folders += sorted(
        _PACKAGE_FOLDER.glob("[0-9]*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    for folder in folders:
        if all((folder / program).is_file() for program in _PROGRAMS):
            return folder
    return None


def why_not() -> str | None:
    """Return why no server can be started here, or None."""
    if sys.platform != "linux":
        return "the tests start PostgreSQL on Linux only"
    if find_programs() is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    if os.geteuid() == 0 and _other_user() is None:
        return "PostgreSQL does not run as root, and there is no other user"
    return None


def _other_user() -> pwd.struct_passwd | None:
    """Return who runs the server instead of root."""
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _stop_with_parent() -> list[str]:
    """Return what lets the server die with a test process that is killed."""
    program = shutil.which("setpriv")
    return [] if program is None else [program, "--pdeathsig", "QUIT"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgreSQLServer]:
    """Return a running server; tests that stop it start it again."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    programs = find_programs()
    assert programs is not None
    server = PostgreSQLServer(programs)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: PostgreSQLServer) -> str:
    """Return the name of a database with the tables of the central, all empty."""
    from sync.central.database import migrate, open_engine

    name = postgres_server.create()
    engine = open_engine(postgres_server.url(name))
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgres_url(
    postgres_server: PostgreSQLServer, _postgres_template: str
) -> Iterator[str]:
    """Return the URL of a fresh database that has the tables of this program.

    `migrate` finds nothing to do there, which saves each test half a second.
    """
    name = postgres_server.create(_postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def empty_postgres_url(postgres_server: PostgreSQLServer) -> Iterator[str]:
    """Return the URL of a fresh database without any table."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database of either kind; call `migrate` on it first."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'central.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database of either kind that has no table yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'central.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url
