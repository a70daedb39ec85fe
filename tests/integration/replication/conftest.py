"""A center, and homes that reach it through a faulty network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.fault_proxy import FaultProxy
from tests.integration.replication.support import EnrolledHome, RunningCenter


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    running = RunningCenter(tmp_path_factory.mktemp("center"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def proxy(center: RunningCenter) -> Iterator[FaultProxy]:
    between = FaultProxy(center.port)
    yield between
    between.close()


@pytest.fixture
def till(
    center: RunningCenter,
    proxy: FaultProxy,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[EnrolledHome]:
    """An enrolled home whose agent goes through the proxy."""
    name = f"t-{abs(hash(request.node.nodeid)) % 10**8}"
    home = EnrolledHome(tmp_path / "h", center, workstation=name, through=proxy.url)
    yield home
    home.close()
