"""Real agents, several server processes, one database: till and center are equal."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from sync.central.installation import Location, install
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from terminal.replication.agent_client import AgentClient
from tests.integration.replication.support import (
    EnrolledHome,
    RunningAgent,
    RunningCenter,
)
from tests.support.till_chain import DAY, TillChain

_PROCESSES = 2
_SALES_A_ROUND = 120
_WAIT_S = 60.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def center(database_url: str, tmp_path: Path) -> Iterator[RunningCenter]:
    folder = tmp_path / "center"
    folder.mkdir()
    installed = install(Location(database_url, folder), "acme", lambda: 1)
    running = RunningCenter(
        folder, database_url, _PROCESSES, token=installed.administrator_token
    )
    running.start()
    yield running
    running.terminate()


class SellingTill:
    """A till's ledger and its real agent."""

    def __init__(self, folder: Path, center: RunningCenter, workstation: str) -> None:
        self.home = EnrolledHome(folder, center, workstation=workstation)
        self.sales = 0
        self.gross_minor = 0
        self._bodies = TillChain(bytes(32), workstation=workstation)
        self._agent = RunningAgent(self.home.home.path)
        keys = self.home.keys
        self._client = AgentClient(self.home.home.agent_address, keys.agent_auth_key)

    def sell(self, count: int) -> None:
        """Complete sales as the till does, each durable when its commit returns."""
        for _ in range(count):
            body: SaleCompleted = self._bodies.sale_body(1_000 + self.sales)
            control = self._bodies.control_of(body)
            with self.home.ledger.final() as unit:
                unit.events.append(body, control=control, business_day=DAY)
                unit.commit()
            self.sales += 1
            self.gross_minor += body.gross_minor
        self._client.nudge()

    def wait_until_sent(self) -> None:
        def is_sent() -> bool:
            status = self._client.fetch_status()
            return status is not None and status.waiting == 0

        self._client.nudge()
        until(is_sent)

    def close(self) -> None:
        self._client.close()
        self._agent.terminate()
        self.home.close()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WAIT_S
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def servers_of(center: RunningCenter) -> list[int]:
    """Return the processes that serve; the first of the group only watches them."""
    children = Path(f"/proc/{center.pid}/task/{center.pid}/children")
    return [
        int(pid)
        for pid in children.read_text(encoding="ascii").split()
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


@pytest.mark.parametrize(
    "kills",
    [1, pytest.param(40, marks=[pytest.mark.campaign, pytest.mark.timeout(900)])],
)
def test_two_tills_and_two_servers_agree_whoever_is_killed(
    center: RunningCenter, tmp_path: Path, kills: int
) -> None:
    random = Random(7)
    with contextlib.ExitStack() as stack:
        tills = [
            SellingTill(tmp_path / name, center, name) for name in ("t-01", "t-02")
        ]
        for till in tills:
            stack.callback(till.close)
        killed: set[int] = set()
        for _ in range(kills):
            for till in tills:
                till.sell(_SALES_A_ROUND)
            until(lambda: len(set(servers_of(center)) - killed) == _PROCESSES)
            pid = random.choice(servers_of(center))
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        for till in tills:
            till.wait_until_sent()

        for till in tills:
            home = till.home
            assert home.center_hashes() == home.local_hashes()
            totals = center.get(f"/v1/workstations/{home.workstation}/control-totals")
            assert totals["transactions"] == till.sales == kills * _SALES_A_ROUND
            assert totals["gross_minor"] == till.gross_minor
            assert totals["unapplied"]["events"] == 0
    assert len(killed) == kills

    # Without its first process, which alone can stop it, a group serves no longer.
    servers = servers_of(center)
    center.kill()
    until(lambda: not any(Path(f"/proc/{pid}/stat").exists() for pid in servers))
