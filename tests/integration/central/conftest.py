"""Centers on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.installation import Location, install
from tests.support.commit_cutter import CommitCutter
from tests.support.postgresql import PostgreSQLServer


@pytest.fixture
def installed_url(postgres_url: str, tmp_path: Path) -> str:
    """Return the URL of a PostgreSQL that is a center."""
    install(Location(postgres_url, tmp_path / "key"), "acme", lambda: 1)
    return postgres_url


@pytest.fixture
def cutter(postgres_server: PostgreSQLServer) -> Iterator[CommitCutter]:
    """Return a way to the server that can break in the middle of a commit."""
    between = CommitCutter(postgres_server.socket)
    yield between
    between.close()
