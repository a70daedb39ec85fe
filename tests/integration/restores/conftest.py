"""A shop of its own for each drill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.restores.shop import (
    Device,
    InstalledCenter,
    LiveAgents,
    Shop,
)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> InstalledCenter:
    """Installed once; each test has a copy of its own."""
    return InstalledCenter.make(tmp_path_factory.mktemp("installed") / "center")


@pytest.fixture
def shop(installed: InstalledCenter, tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path, installed)
    yield made
    made.close()


@pytest.fixture
def till(shop: Shop) -> Device:
    """A till in the middle of its day: three sales, and the center has them."""
    device = shop.new_device()
    device.open_day()
    device.sell(3)
    device.drain()
    return device


@pytest.fixture
def agents(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveAgents]:
    """Agents that run until the test is over; the center outlives them."""
    assert shop.center.url
    running = LiveAgents(monkeypatch)
    yield running
    running.stop()
