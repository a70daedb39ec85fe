"""What is true of PostgreSQL alone."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from sync.central import postgresql


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
