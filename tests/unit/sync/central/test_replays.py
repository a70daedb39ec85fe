"""A program that has learned gives quarantined events their effects, exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from sync.central import control, effects, projections, quarantines, replays
from sync.central.schema import retail_transaction
from sync.protocol.events import UnknownEventError
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import id_of
from tests.support.till_chain import TillChain


@contextmanager
def older_program() -> Iterator[None]:
    """Know no sale."""
    unknown = UnknownEventError("sale.completed", 1)
    with mock.patch.object(effects, "decode_body", side_effect=unknown):
        yield


def replay(pushed: PushedCenter, workstation_id: str | None = None) -> int:
    with pushed.engine.begin() as connection:
        done = replays.step(connection, pushed.now_ms, workstation_id=workstation_id)
    pushed.catch_up()
    return done.released


def report(pushed: PushedCenter, chain: TillChain) -> control.ControlReport:
    with pushed.engine.begin() as connection:
        return control.report(connection, workstation=chain.workstation)


def test_events_are_understood_after_an_upgrade(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    sold = chain.sell(1_000, lines=3)
    chain.sell(500)
    with older_program():
        batch = pushed.batch(chain, chain.events)
    pushed.store(batch)
    body = chain.sale_body(200)
    chain.append(body, chain.control_of(body), deps=(id_of(sold),))
    pushed.store(pushed.batch(chain, chain.events))
    pushed.catch_up()
    before = report(pushed, chain)
    assert before.unapplied.gross_minor == 1_700
    assert before.unapplied.transactions == 3
    assert pushed.rows(retail_transaction)["retail_transaction"] == []

    assert replay(pushed, "another") == 0
    assert replay(pushed) == 2
    assert replay(pushed) == 0

    after = report(pushed, chain)
    assert (after.gross_minor, after.transactions) == (1_700, 3)
    assert after.unapplied.gross_minor == after.unapplied.transactions == 0
    assert after.sale_lines == 3 + 2 + 2
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 3
    at_once = pushed.rows(retail_transaction)
    with pushed.engine.begin() as connection:
        projections.begin_anew(connection)
    pushed.catch_up()
    assert pushed.rows(retail_transaction) == at_once


def test_what_cannot_be_used_yet_stays_with_its_reason(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    identity = id_of(chain.sell(100))
    chain.sell(200, identity=identity)
    chain.append_bytes("drone.dispatched", b"{}")
    chain.number -= 1
    chain.sell(300)
    chain.number -= 2
    chain.sell(400)
    with older_program():
        batch = pushed.batch(chain, chain.events)
    pushed.store(batch)
    pushed.catch_up()

    assert replay(pushed) == 3
    assert replay(pushed) == 0

    with pushed.engine.begin() as connection:
        codes = quarantines.count_by_code(connection)
    assert codes == {"event_id_reused": 1, "number_reused": 1, "unknown_type": 1}
