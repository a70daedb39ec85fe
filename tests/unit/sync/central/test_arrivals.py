"""Numbers of arrival are dense, whatever is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sync.central import arrivals
from sync.central.database import migrate, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    migrate(opened)
    yield opened
    opened.dispose()


def test_numbers_begin_at_one_and_go_on(engine: Engine) -> None:
    with engine.begin() as connection:
        assert arrivals.last(connection) == 0
        assert arrivals.take(connection, 3) == 1
    with engine.begin() as connection:
        assert arrivals.take(connection, 1) == 4
        assert arrivals.last(connection) == 4


def test_what_is_rolled_back_took_no_number(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        arrivals.take(connection, 5)
        transaction.rollback()

    with engine.begin() as connection:
        assert arrivals.take(connection, 1) == 1
