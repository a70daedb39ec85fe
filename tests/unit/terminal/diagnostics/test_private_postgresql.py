"""A bench's own server is there while it is used, and leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.diagnostics.private_postgresql import find_programs, private_server


def test_a_server_of_its_own_starts_and_goes() -> None:
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    psycopg = pytest.importorskip("psycopg")
    with private_server() as url:
        folder = Path(url.partition("host=")[2])
        assert folder.is_dir()
        with psycopg.connect(url) as connection:
            (durable,) = connection.execute("SHOW fsync").fetchone()

    assert durable == "on"
    assert not folder.exists()
