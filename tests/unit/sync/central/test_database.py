"""The database: migrations, durability, threads, errors."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, String, insert, select, text
from sqlalchemy.exc import IntegrityError

from sync.central import sqlite
from sync.central.database import (
    Database,
    find_database_file,
    migrate,
    open_engine,
)
from sync.central.errors import CentralError
from sync.central.schema import Bytes, metadata, raw_event, workstation


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = open_engine(database_url)
    migrate(made)
    yield made
    made.dispose()


def add(name: str, connection: Connection) -> None:
    connection.execute(
        insert(workstation).values(
            workstation=name,
            store="S",
            name=name,
            is_suspended=False,
            enrolled_at_ms=1,
        )
    )


def names(connection: Connection) -> list[str]:
    return list(connection.scalars(select(workstation.c.workstation)))


def test_the_migrations_make_the_tables_of_the_program(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, metadata) == []


def test_every_migration_bears_the_name_of_its_file() -> None:
    folder = Path(sqlite.__file__).with_name("migrations")
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    found = [script.revision for script in scripts.walk_revisions()]

    assert sorted(found) == sorted(path.stem for path in folder.glob("versions/m*.py"))
    assert scripts.get_heads() == [max(found)]


def test_a_second_migration_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        add("T", connection)

    migrate(engine)

    with engine.begin() as connection:
        assert names(connection) == ["T"]


def test_a_newer_database_is_refused_and_kept(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'm2099'"))

    with pytest.raises(CentralError, match="newer"):
        migrate(engine)


def test_commits_survive_the_loss_of_power(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }

    assert pragmas == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def test_bytes_come_back_as_they_went_in(engine: Engine) -> None:
    body = bytes(range(256))
    row: dict[str, object] = {
        column.name: "x"
        for column in raw_event.columns
        if isinstance(column.type, String)
    }
    row |= {"seq": 1, "type_v": 1, "received_at_ms": 1}
    row |= {
        column.name: body
        for column in raw_event.columns
        if isinstance(column.type, Bytes)
    }
    with engine.begin() as connection:
        connection.execute(insert(raw_event), row)

        assert connection.scalar(select(raw_event.c.body)) == body


def test_a_failed_write_leaves_nothing(engine: Engine) -> None:
    database = Database(engine)

    def fail(connection: Connection) -> None:
        add("T", connection)
        add("T", connection)

    with pytest.raises(IntegrityError):
        database.write(fail)

    assert database.read(names) == []
    database.close()


def test_one_thread_writes_and_others_read(engine: Engine) -> None:
    database = Database(engine)

    def name_of_thread(_connection: Connection) -> str:
        return threading.current_thread().name

    async def ask() -> list[str]:
        return [
            await database.write_soon(name_of_thread),
            await database.read_soon(name_of_thread),
            await database.compute(lambda: threading.current_thread().name),
            await database.compute_in_turn(lambda: threading.current_thread().name),
        ]

    found = asyncio.run(ask())
    database.close()

    assert found[0].startswith("central-writer")
    assert all(name.startswith("central-reader") for name in found[1:3])
    assert found[3].startswith("central-computer")


def test_a_reader_sees_one_state_while_another_writes(engine: Engine) -> None:
    database = Database(engine)

    def look_twice(connection: Connection) -> tuple[list[str], list[str]]:
        before = names(connection)
        database.write(lambda writing: add("T", writing))
        return before, names(connection)

    assert database.read(look_twice) == ([], [])
    assert database.read(names) == ["T"]
    database.close()


@pytest.mark.parametrize(
    "url",
    [
        "central.db",
        "sqlite://",
        "sqlite:///:memory:",
        "nosuchdatabase://host/name",
        "://",
    ],
)
def test_a_url_that_names_no_lasting_database_is_refused(url: str) -> None:
    with pytest.raises(CentralError):
        open_engine(url)


def test_a_folder_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'none' / 'central.db'}")

    with pytest.raises(CentralError, match="cannot be opened"):
        migrate(engine)


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "central.db"
    path.write_bytes(b"this is not a database at all, not even a small one" * 100)
    engine = open_engine(f"sqlite:///{path}")

    with pytest.raises(CentralError, match="cannot be opened"):
        migrate(engine)


def test_only_sqlite_has_a_file(tmp_path: Path) -> None:
    path = tmp_path / "central.db"

    assert find_database_file(f"sqlite:///{path}") == path
    assert find_database_file("postgresql+psycopg://host/name") is None
    with pytest.raises(CentralError):
        find_database_file("central.db")


def test_an_old_sqlite_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SQLITE_VERSION_MIN", (99, 0, 0))

    with pytest.raises(CentralError, match="sqlcipher3"):
        open_engine(f"sqlite:///{tmp_path / 'central.db'}")


def test_a_server_is_not_asked_before_it_is_needed() -> None:
    engine = open_engine("postgresql+psycopg://host/name")

    assert engine.dialect.name == "postgresql"
