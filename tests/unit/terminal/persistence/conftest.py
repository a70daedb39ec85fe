"""Homes for tests, with their keys in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import create_keys
from terminal.settings.schema import (
    KeySettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

MakeHome = Callable[..., Home]


@pytest.fixture
def make_home(tmp_path: Path) -> MakeHome:
    """Make a home without keys; its key store is `tmp_path/keys`."""

    def make(name: str = "till", *, store: str = "file") -> Home:
        settings = TillSettings(
            workstation=WorkstationSettings(
                tenant="acme", store="S-01", workstation="T-07"
            ),
            store=StoreSection(name="Corner shop", currency="EUR", exponent=2),
            keys=KeySettings(store=store, folder=str(tmp_path / "keys")),  # type: ignore[arg-type]  # the test names a kind
        )
        return Home.create(tmp_path / name, settings)

    return make


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    """A home without keys."""
    return make_home()


@pytest.fixture
def keys(home: Home) -> HomeKeys:
    """The keys of `home`."""
    return create_keys(home).keys
