"""The database of the central: its connections, threads and commits.

One thread writes, one computes, a few read.  Other processes may write the same
database: on SQLite they take turns, on PostgreSQL they write beside this one; see
`sync.central.lanes`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from sync.central import postgresql, sqlite
from sync.central.errors import CentralError
from sync.central.lanes import ALONE
from sync.central.writers_turn import WritersTurn

_READERS: Final = 4
_MIGRATIONS: Final = Path(__file__).with_name("migrations")

_VERSION_TABLE: Final = "alembic_version"

_Result = TypeVar("_Result")


class Database:
    """Runs functions inside transactions, each on a thread meant for it.

    `read` and `write` may be called from any thread; `read_soon` and `write_soon`
    are the same for coroutines.
    """

    def __init__(self, engine: Engine) -> None:
        """Take over *engine*; `close` disposes of it."""
        self._engine = engine
        self._reading = engine.execution_options(reads=True)
        self._turn = (
            WritersTurn(sqlite.database_file(engine.url))
            if sqlite.is_sqlite(engine.url)
            else None
        )
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="central-writer")
        self._readers = ThreadPoolExecutor(
            _READERS, thread_name_prefix="central-reader"
        )
        self._computer = ThreadPoolExecutor(1, thread_name_prefix="central-computer")

    @property
    def kind(self) -> str:
        """Which database it is: `sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def read(self, work: Callable[[Connection], _Result]) -> _Result:
        """Return what *work* answers from one consistent state."""
        with self._reading.connect() as connection, connection.begin():
            return work(connection)

    def write(
        self, work: Callable[[Connection], _Result], lane: str = ALONE
    ) -> _Result:
        """Run *work* alone in its *lane*; its changes are durable when this returns.

        If *work* raises, nothing of it was kept. If the connection to a server is
        lost in the commit, this raises although all of it may have been kept.
        """
        return self._writer.submit(self._write, work, lane).result()

    async def read_soon(self, work: Callable[[Connection], _Result]) -> _Result:
        """Like `read`, without blocking the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self.read, work)

    async def write_soon(
        self, work: Callable[[Connection], _Result], lane: str = ALONE
    ) -> _Result:
        """Like `write`, without blocking the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, self._write, work, lane)

    async def compute(self, work: Callable[[], _Result]) -> _Result:
        """Run *work*, which needs no database, on a reader's thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, work)

    async def compute_in_turn(self, work: Callable[[], _Result]) -> _Result:
        """Run short *work*, which needs no database, after other such work.

        Two at a time would only take the interpreter from each other, and the writer
        and the event loop would wait for both.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._computer, work)

    def close(self) -> None:
        """Finish what was begun and let go of the database."""
        self._computer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self._writer.shutdown(wait=True)
        if self._turn is not None:
            self._turn.close()
        self._engine.dispose()

    def _write(self, work: Callable[[Connection], _Result], lane: str) -> _Result:
        with (
            nullcontext() if self._turn is None else self._turn.taken(),
            self._engine.connect() as connection,
            connection.execution_options(lane=lane).begin(),
        ):
            return work(connection)


def open_engine(url_text: str) -> Engine:
    """Return an engine for the database at *url_text*.

    Raises:
        CentralError: Not the URL of a database this server can use.
    """
    try:
        url = make_url(url_text)
        if sqlite.is_sqlite(url):
            return sqlite.create_sqlite_engine(url)
        if postgresql.is_postgresql(url):
            return postgresql.create_postgresql_engine(url)
    except (ArgumentError, SQLAlchemyError, ImportError) as error:
        name = describe_url(url_text)
        message = f"{name} is not the URL of a database: {error}"
        raise CentralError(message) from error
    raise CentralError(f"{describe_url(url_text)}: only sqlite and postgresql serve")


def find_database_file(url_text: str) -> Path | None:
    """Return the file of a SQLite URL, or None for a database on a server.

    Raises:
        CentralError: Not a URL.
    """
    try:
        url = make_url(url_text)
    except ArgumentError as error:
        message = f"{describe_url(url_text)} is not the URL of a database: {error}"
        raise CentralError(message) from error
    return sqlite.database_file(url) if sqlite.is_sqlite(url) else None


def describe_url(url_text: str) -> str:
    """Return *url_text* for people, without its password."""
    try:
        return make_url(url_text).render_as_string(hide_password=True)
    except ArgumentError:
        return "the URL given"


def migrate(engine: Engine) -> None:
    """Bring the tables to the form of this program, all or nothing.

    Raises:
        CentralError: The database is newer than the program, or cannot be opened.
    """
    try:
        # Of several processes that start at once one does it, and the others wait.
        with engine.execution_options(migrates=True).begin() as connection:
            if postgresql.is_postgresql(engine.url):
                postgresql.require_durable(connection)
            if not is_current(connection):
                _upgrade(connection)
    except SQLAlchemyError as error:
        raise CentralError(f"the database cannot be opened: {_cause(error)}") from error


def is_current(connection: Connection) -> bool:
    """Tell whether there is nothing to do, without loading alembic.

    A migration bears the name of its file, and the names are in order of time.
    """
    if not inspect(connection).has_table(_VERSION_TABLE):
        return False
    version = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608 - a constant
    newest = max(path.stem for path in (_MIGRATIONS / "versions").glob("m*.py"))
    return bool(version == newest)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    _make_version_table(connection)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        message = f"this database belongs to a newer program ({error}); update this one"
        raise CentralError(message) from error


def _make_version_table(connection: Connection) -> None:
    # Alembic's own has room for 32 characters, which PostgreSQL enforces; the names
    # of the migrations are longer.
    version = Column("version_num", String, primary_key=True)
    Table(_VERSION_TABLE, MetaData(), version).create(connection, checkfirst=True)


def _cause(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error)
