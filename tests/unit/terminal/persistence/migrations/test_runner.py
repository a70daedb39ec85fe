"""Migrations run once, in order of their names, all or nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import DatabaseTooNewError
from terminal.persistence.migrations.runner import (
    applied_names,
    check_known,
    migrate,
    migration_names,
)
from terminal.persistence.sqlcipher import connect_cipher

FIRST = "m202601010000_first"
SECOND = "m202601020000_second"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    connection = connect_cipher(path, bytes(32))
    yield connection
    connection.close()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    name = "steps_of_a_test"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    for module in [m for m in sys.modules if m.partition(".")[0] == name]:
        del sys.modules[module]


def write_step(tmp_path: Path, package: str, name: str, *statements: str) -> None:
    body = "".join(f"    db.execute({text!r})\n" for text in statements)
    (tmp_path / package / f"{name}.py").write_text(f"def apply(db):\n{body}")


def tables(connection: Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name for (name,) in rows.fetchall() if not name.startswith("_sqlite")}


def test_pending_steps_run_in_the_order_of_their_names_and_only_once(
    connection: Connection, path: Path, package: str, tmp_path: Path
) -> None:
    write_step(tmp_path, package, SECOND, "ALTER TABLE a ADD COLUMN y TEXT")
    write_step(tmp_path, package, FIRST, "CREATE TABLE a (x TEXT) STRICT")
    (tmp_path / package / "helper.py").touch()

    migrate(connection, path, package)
    migrate(connection, path, package)

    assert migration_names(package) == (FIRST, SECOND)
    assert applied_names(connection, package) == (FIRST, SECOND)
    assert tables(connection) == {"a"}


def test_a_step_that_fails_leaves_nothing_and_stays_pending(
    connection: Connection, path: Path, package: str, tmp_path: Path
) -> None:
    write_step(tmp_path, package, FIRST, "CREATE TABLE a (x TEXT) STRICT", "NONSENSE")

    with pytest.raises(DatabaseError, match="syntax"):
        migrate(connection, path, package)

    assert tables(connection) == set()
    assert applied_names(connection, package) == ()


def test_a_full_disk_is_named_and_leaves_nothing(
    connection: Connection, path: Path, package: str, tmp_path: Path
) -> None:
    write_step(tmp_path, package, FIRST, "CREATE TABLE a (x TEXT) STRICT")
    migrate(connection, path, package)
    write_step(
        tmp_path,
        package,
        SECOND,
        "CREATE TABLE b (x BLOB) STRICT",
        "INSERT INTO b VALUES (zeroblob(1000000))",
    )
    connection.execute("PRAGMA max_page_count = 10")

    with pytest.raises(Exception, match="is full") as caught:
        migrate(connection, path, package)

    assert getattr(caught.value, "code", "") == "disk_full"
    assert tables(connection) == {"a"}


def test_a_file_of_a_newer_program_is_refused_and_left_alone(
    connection: Connection, path: Path, package: str, tmp_path: Path
) -> None:
    write_step(tmp_path, package, FIRST, "CREATE TABLE a (x TEXT) STRICT")
    write_step(tmp_path, package, SECOND, "CREATE TABLE b (x TEXT) STRICT")
    migrate(connection, path, package)
    (tmp_path / package / f"{SECOND}.py").unlink()

    with pytest.raises(DatabaseTooNewError, match=SECOND):
        migrate(connection, path, package)
    with pytest.raises(DatabaseTooNewError):
        check_known(connection, path, package)
    assert tables(connection) == {"a", "b"}


def test_an_ordinary_start_does_not_import_sqlite_utils(
    connection: Connection,
    path: Path,
    package: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_step(tmp_path, package, FIRST, "CREATE TABLE a (x TEXT) STRICT")
    migrate(connection, path, package)
    monkeypatch.setitem(sys.modules, "sqlite_utils", None)

    migrate(connection, path, package)
