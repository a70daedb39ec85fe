"""What is true of PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, insert, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from sync.central import postgresql
from sync.central.database import describe_url, migrate, open_engine
from sync.central.errors import CentralError
from sync.central.schema import workstation
from tests.support.postgresql import PostgreSQLServer

_ROW = {
    "workstation": "T",
    "store": "S",
    "name": "T",
    "is_suspended": False,
    "enrolled_at_ms": 1,
}


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    made = open_engine(postgres_url)
    yield made
    made.dispose()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://host/name", True),
        ("postgresql+psycopg://host/name", True),
        ("sqlite:////tmp/central.db", False),
    ],
)
def test_only_urls_of_postgresql_are_its_own(url: str, expected: bool) -> None:
    assert postgresql.is_postgresql(make_url(url)) is expected


def test_the_driver_that_is_installed_is_used() -> None:
    engine = postgresql.create_postgresql_engine(make_url("postgresql://host/name"))

    assert engine.dialect.driver == "psycopg"


def test_a_password_is_shown_to_nobody() -> None:
    assert "secret" not in describe_url("postgresql://me:secret@host/name")


def test_a_server_that_cannot_be_reached_is_one_clear_error() -> None:
    engine = open_engine("postgresql://me:secret@/name?host=/nowhere")

    with pytest.raises(CentralError, match="cannot be opened") as caught:
        migrate(engine)

    assert "secret" not in str(caught.value)


def test_commits_are_on_disk_whatever_the_database_says(
    engine: Engine, postgres_url: str, postgres_server: PostgreSQLServer
) -> None:
    name = make_url(postgres_url).database
    statement = f'ALTER DATABASE "{name}" SET synchronous_commit = off'
    postgres_server.execute(statement)

    with engine.connect() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_sales_is_refused(
    engine: Engine, postgres_server: PostgreSQLServer, setting: str
) -> None:
    try:
        postgres_server.configure(setting, "off")

        with pytest.raises(CentralError, match=f"{setting} = off"):
            migrate(engine)
    finally:
        postgres_server.configure(setting, "on")


def test_text_that_is_not_unicode_is_refused(
    postgres_server: PostgreSQLServer,
) -> None:
    postgres_server.execute(
        "CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'"
        " LOCALE_PROVIDER libc LOCALE 'C'"
    )
    engine = open_engine(postgres_server.url("ascii"))
    try:
        with pytest.raises(CentralError, match="UTF8"):
            migrate(engine)
    finally:
        engine.dispose()
        postgres_server.drop("ascii")


def test_a_reader_writes_nothing(engine: Engine) -> None:
    reading = engine.execution_options(reads=True)

    with (
        reading.connect() as connection,
        connection.begin(),
        pytest.raises(SQLAlchemyError, match="read-only transaction"),
    ):
        connection.execute(insert(workstation), _ROW)


def test_after_a_restart_of_the_server_one_transaction_fails(
    engine: Engine, postgres_server: PostgreSQLServer
) -> None:
    with engine.begin() as first, engine.execution_options(reads=True).begin() as other:
        first.execute(insert(workstation), _ROW)
        other.execute(select(workstation)).all()

    postgres_server.restart()

    with pytest.raises(SQLAlchemyError), engine.begin():
        raise AssertionError("a connection that was cut off was used")
    for _ in range(3):
        with engine.begin() as connection:
            assert connection.scalar(select(workstation.c.workstation)) == "T"
