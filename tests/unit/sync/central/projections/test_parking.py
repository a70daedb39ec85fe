"""An event waits for what it needs and follows it, once."""

from __future__ import annotations

from sync.central import control, quarantines
from sync.central.control import ControlReport
from sync.central.quarantines import Quarantine
from sync.central.schema import parked_event, replayed_event, retail_transaction
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import id_of
from tests.support.till_chain import TillChain


def sell_needing(chain: TillChain, *needed: str, gross_minor: int = 500) -> str:
    """Append a sale with *needed* as what it needs; return its id."""
    body = chain.sale_body(gross_minor)
    return id_of(chain.append(body, chain.control_of(body), deps=needed))


def totals(pushed: PushedCenter, chain: TillChain) -> ControlReport:
    with pushed.engine.begin() as connection:
        return control.report(connection, workstation=chain.workstation)


def held(pushed: PushedCenter, chain: TillChain) -> Quarantine:
    pushed.catch_up()
    with pushed.engine.begin() as connection:
        return quarantines.report(
            connection, pushed.now_ms, workstation_id=chain.workstation
        )


def test_an_event_waits_for_that_of_another_till(pushed: PushedCenter) -> None:
    chain, other = pushed.chain(), pushed.chain()
    needed = id_of(other.sell(1_000))
    waiting = sell_needing(chain, needed)
    pushed.push(chain)

    (item,) = held(pushed, chain).items
    assert (item.event_id, item.code, item.needs) == (waiting, "parked", (needed,))
    assert totals(pushed, chain).unapplied.gross_minor == 500
    assert totals(pushed, chain).gross_minor == 500
    assert pushed.rows(retail_transaction)["retail_transaction"] == []

    pushed.push(other)

    assert held(pushed, chain).count == 0
    assert totals(pushed, chain).unapplied == control.Totals(tenders_minor={"cash": 0})
    assert totals(pushed, chain).gross_minor == 500
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 2
    assert pushed.rows(parked_event)["parked_event"] == []


def test_a_chain_of_needs_is_followed_to_its_end(pushed: PushedCenter) -> None:
    chain, other = pushed.chain(), pushed.chain()
    root = id_of(other.sell(1_000))
    second = sell_needing(chain, root)
    sell_needing(chain, second, root)
    sell_needing(chain, second)
    pushed.push(chain)
    assert held(pushed, chain).count == 3

    pushed.push(other)

    assert held(pushed, chain).count == 0
    rows = pushed.rows(replayed_event)["replayed_event"]
    assert [of for _, of, _ in rows] == [1, 2, 3]


def test_what_came_earlier_in_the_push_is_there(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    first = id_of(chain.sell())
    sell_needing(chain, first)
    pushed.push(chain)

    assert held(pushed, chain).count == 0
