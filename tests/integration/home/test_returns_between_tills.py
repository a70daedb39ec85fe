"""Goods of one till come back at another: real tills, agents and a real center."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from terminal.bootstrap.agent import run_agent
from terminal.bootstrap.new_home import make_home
from terminal.diagnostics.replay.processes import (
    AgentProcess,
    RefusedError,
    TillProcess,
)
from terminal.settings.answers import CentralAnswers, InitAnswers, StoreAnswers
from tests.support.central_server import CentralServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

_PIN: Final = "314152"
_PEN: Final = "4006381333931"
_AT_MS: Final = 1_795_000_000_000
_ONE: Final = 1_000_000
_SYNC_S: Final = 30.0


class Till:
    """A till of its own store, with its agent, enrolled with the center."""

    def __init__(self, folder: Path, center: CentralServer, number: int) -> None:
        self.folder = folder
        self.home = folder / "till"
        self.workstation = f"T-{number}"
        code = center.code(self.workstation, f"S-{number}")
        make_home(
            self.home,
            InitAnswers(
                store=StoreAnswers(name="Shop", currency="EUR", time_zone="UTC"),
                central=CentralAnswers(url=center.url, code=code),
                key_folder="keys",
            ),
        )
        run_agent(self.home, once=True)
        self.agent: AgentProcess | None = None
        self.process = TillProcess(self.home, folder / "till.log")
        self.call("sign_on", operator_id="9", pin=_PIN)
        self.call("open_business_day")
        self.call("open_till_period", loan_minor=10_000)

    def call(self, do: str, **with_: object) -> Any:
        return json.loads(self.process.call(do, _AT_MS, **with_))

    def start_agent(self) -> None:
        """Run the agent and wait until it serves the till."""
        self.agent = AgentProcess(self.home, self.folder / "agent.log")
        self.wait_sent()

    def wait_sent(self) -> None:
        """Wait until the center has everything."""
        deadline = time.monotonic() + _SYNC_S
        while not self._is_drained():
            assert time.monotonic() < deadline, "the events were not sent in time"

    def _is_drained(self) -> bool:
        import queue

        from terminal.persistence.home import Home
        from terminal.persistence.keys import load_keys
        from terminal.replication.agent_client import AgentClient
        from terminal.replication.local_messages import LookupAnswer

        home = Home.load(self.home)
        client = AgentClient(home.agent_address, load_keys(home).agent_auth_key)
        answers: queue.SimpleQueue[LookupAnswer] = queue.SimpleQueue()
        client.lookup("drained", 2.0, answers.put)
        answer = answers.get(timeout=10)
        client.close()
        time.sleep(0 if answer.is_known else 0.1)
        return answer.is_known

    def sell(self, pieces: int) -> Any:
        self.call("add_item", scan_code=_PEN, quantity_micro=pieces * _ONE)
        return self.call("pay_cash_exact")

    def find(self, receipt_text: str) -> Any:
        return self.call("find_receipt", receipt_text=receipt_text)

    def take_back(self, found: Any, pieces: int) -> Any:
        return self.call(
            "add_return_with_receipt",
            series=found["series"],
            number=found["number"],
            event_id=found["event_id"],
            line_sequence=1,
            quantity_micro=pieces * _ONE,
        )

    def close(self) -> None:
        self.process.stop()
        if self.agent is not None:
            self.agent.stop()


@pytest.fixture
def center(tmp_path: Path) -> Iterator[CentralServer]:
    server = CentralServer.make(tmp_path / "center")
    server.start()
    catalogue = f"scan_code,description,unit_price\n{_PEN},Fineliner,0.3333\n"
    answer = server.administer("POST", "/v1/catalog/import", data=catalogue.encode())
    assert answer.json()["refused"] == []
    manager = {"operator_id": "9", "name": "Max", "role": "manager", "pin": _PIN}
    server.answer("POST", "/v1/operators", manager)
    yield server
    server.close()


@pytest.fixture
def tills(tmp_path: Path, center: CentralServer) -> Iterator[tuple[Till, Till]]:
    first = Till(tmp_path / "a", center, 1)
    second = Till(tmp_path / "b", center, 2)
    yield first, second
    first.close()
    second.close()


def test_goods_come_back_at_another_till_once(
    tills: tuple[Till, Till], center: CentralServer
) -> None:
    seller, other = tills
    sold = seller.sell(3)
    seller.start_agent()
    other.start_agent()

    # Sold at one till, two of three pieces come back at the other.
    found = other.find(sold["receipt_text"])
    assert found["workstation"] == seller.workstation
    assert found["lines"][0]["left_micro"] == 3 * _ONE
    other.take_back(found, 2)
    assert other.call("pay_cash_exact")["gross_minor"] == -67
    other.wait_sent()

    # The second time only one is left, whether the claim or the event says so.
    assert other.find(sold["receipt_text"])["lines"][0]["left_micro"] == _ONE
    with pytest.raises(RefusedError) as refused:
        other.take_back(found, 2)
    assert refused.value.code == "return_exceeds_sold"
    assert "only 1" in str(refused.value)
    assert center.answer("GET", "/v1/returns/over-returns")["over_returns"] == []

    # The seller knows nothing of it and takes all back: flagged, never refused.
    own = seller.find(sold["receipt_text"])
    assert own["workstation"] is None
    seller.take_back(own, 3)
    late = seller.call("pay_cash_exact")
    seller.wait_sent()

    (flag,) = center.answer("GET", "/v1/returns/over-returns")["over_returns"]
    assert flag["original_event_id"] == found["event_id"]
    assert (flag["sold_micro"], flag["returned_micro"]) == (3 * _ONE, 5 * _ONE)
    assert late["transaction_id"] == flag["event_id"]


def test_without_the_center_goods_come_back_by_the_policy(
    tills: tuple[Till, Till], center: CentralServer
) -> None:
    seller, other = tills
    sold = seller.sell(1)
    seller.start_agent()
    other.start_agent()
    center.stop()

    started = time.monotonic()
    with pytest.raises(RefusedError) as refused:
        other.find(sold["receipt_text"])

    assert time.monotonic() - started < 3.0
    assert refused.value.code == "center_silent"
    assert "without receipt, with a supervisor" in str(refused.value)
    change = other.call(
        "add_return_without_receipt",
        scan_code=_PEN,
        quantity_micro=_ONE,
        reason="center down",
        receipt_text=sold["receipt_text"],
    )
    assert change["line"]["amount_minor"] == -33
    # The till sells on meanwhile, in the same transaction.
    other.call("add_item", scan_code=_PEN, quantity_micro=2 * _ONE)
    assert other.call("pay_cash_exact")["gross_minor"] == 34
