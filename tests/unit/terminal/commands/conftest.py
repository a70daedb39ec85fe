"""One real center for the commands that speak to one; starting it takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.central_server import CentralServer


@pytest.fixture(scope="session")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralServer]:
    """A center on loopback; each test takes a workstation and items of its own."""
    server = CentralServer.make(tmp_path_factory.mktemp("center") / "home")
    server.start()
    yield server
    server.close()
