"""A real till settles: the center signs for its events, and the paper says so."""

from __future__ import annotations

import base64
import queue
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import requests

from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.reprint_till_report import ReprintTillReport
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap.headless import Till, open_till
from terminal.bootstrap.sync_report import sync_status
from terminal.replication.agent_client import AgentClient
from terminal.replication.agent_process import is_listening
from terminal.replication.local_messages import PROOF, LookupAnswer
from tests.integration.replication.support import (
    EnrolledHome,
    RunningAgent,
    RunningCenter,
)
from tests.support.receipt_text import to_text

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

_PIN = "271828"
_WAIT_S = 30.0


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    running = RunningCenter(tmp_path_factory.mktemp("center"))
    running.start()
    running.import_catalog()
    answer = requests.post(
        f"{running.url}/v1/operators",
        json={"operator_id": "m1", "name": "Mia", "role": "manager", "pin": _PIN},
        headers={"Authorization": f"Bearer {running.token}"},
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    yield running
    running.kill()


@pytest.fixture
def shop(center: RunningCenter, tmp_path: Path) -> Iterator[tuple[EnrolledHome, Till]]:
    home = EnrolledHome(tmp_path / "h", center, workstation=f"t-{time.time_ns()}")
    home.ledger.close()
    till = open_till(home.home.path, starts_agent=False)
    use = till.use_cases
    use.sign_on(SignOn(operator_id="m1", pin=_PIN))
    use.open_business_day(OpenBusinessDay(business_day="2026-11-22"))
    use.open_till_period(OpenTillPeriod(loan_minor=10_000))
    yield home, till
    till.close()


def sell(till: Till, count: int) -> None:
    for _ in range(count):
        till.use_cases.add_item(AddItem(scan_code="4006381333931"))
        till.use_cases.pay_cash_exact(PayCashExact())


def ask(home: EnrolledHome, kind: str, key: str = "") -> LookupAnswer:
    """Ask the agent once it listens, and wait for what it answers."""
    deadline = time.monotonic() + _WAIT_S
    answers: queue.Queue[LookupAnswer] = queue.Queue()
    client = AgentClient(home.home.agent_address, home.keys.agent_auth_key)
    try:
        while not is_listening(home.home.agent_address):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        client.lookup(kind, _WAIT_S, answers.put, key=key)
        return answers.get(timeout=_WAIT_S + 5)
    finally:
        client.close()


def test_the_paper_shows_the_signed_word_of_the_center(
    shop: tuple[EnrolledHome, Till],
) -> None:
    home, till = shop
    agent = RunningAgent(home.home.path)
    try:
        assert ask(home, "drained").is_known
        sell(till, 5)

        view = till.use_cases.settle_till(SettleTill(counted_minor=10_600))

        status = sync_status(home.home.path).settlement
    finally:
        agent.kill()
    text = to_text(view.document, 42)
    # The settlement itself is one more than what it states.
    assert view.proved_events == view.totals.event_count + 1
    assert f"{view.proved_events} of {view.proved_events} events" in text
    assert view.event_hash[:8] in text
    assert "CONFIRMED BY THE CENTER" in text
    assert status is not None
    assert (status.is_complete, status.events) == (True, view.proved_events)
    assert status.head_hash == view.event_hash


def test_a_till_without_network_settles_and_proves_it_later(
    shop: tuple[EnrolledHome, Till],
) -> None:
    home, till = shop
    sell(till, 3)
    started = time.monotonic()
    view = till.use_cases.settle_till(SettleTill(counted_minor=10_360))
    took_s = time.monotonic() - started
    before = sync_status(home.home.path).settlement

    agent = RunningAgent(home.home.path)
    try:
        assert ask(home, PROOF, view.event_hash).is_known
    finally:
        agent.kill()
    copy = till.use_cases.reprint_till_report(ReprintTillReport())

    assert took_s < 2.5
    assert view.proved_events is None
    assert before is not None
    assert not before.is_complete
    # No agent runs now: the proof is kept in the home.
    text = to_text(copy, 42)
    assert "CONFIRMED BY THE CENTER" in text
    assert f"{view.totals.event_count + 1} of" in text


def test_a_receipt_that_another_center_signed_is_not_printed(
    shop: tuple[EnrolledHome, Till], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the home is checked each time with the pinned key."""
    from terminal.bootstrap.kept_proofs import KeptProofs

    _home, till = shop
    view = till.use_cases.settle_till(SettleTill(counted_minor=10_000))
    forged = {
        "is_complete": True,
        "receipt": {"head_hash": view.event_hash, "count": 1},
        "signature": base64.b64encode(bytes(64)).decode(),
    }
    text = msgspec.json.encode(forged).decode()
    monkeypatch.setattr(KeptProofs, "find", lambda *_: text)

    copy = till.use_cases.reprint_till_report(ReprintTillReport())

    assert "CONFIRMED" not in to_text(copy, 42)
