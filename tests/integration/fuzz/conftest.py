"""Centrals for hostile bytes, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.central_app import CentralApp


@pytest.fixture
def central(database_url: str, tmp_path: Path) -> Iterator[CentralApp]:
    """Return a central on a fresh database of either kind."""
    made = CentralApp(database_url, tmp_path / "home")
    yield made
    made.close()
