"""A till that traded for a while, and ways to tamper with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.till_home import TillDay, TillHome


@pytest.fixture
def home(tmp_path: Path) -> TillHome:
    """A home whose ledger does not exist yet."""
    return TillHome(tmp_path)


@pytest.fixture
def traded(home: TillHome) -> TillHome:
    """A closed till after twelve sales."""
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    for count in range(1, 13):
        day.sell(count)
    ledger.close()
    return home
