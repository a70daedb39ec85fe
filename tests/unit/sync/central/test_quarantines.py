"""What has no effect is listed with its reason, to the till and to head office."""

from __future__ import annotations

from collections.abc import Callable

from sync.central import control, quarantines
from sync.central.quarantines import OVERDUE_MS
from tests.support.central_server import TillClient
from tests.support.pushed_center import PushedCenter


def test_reasons_are_listed_oldest_first(pushed: PushedCenter) -> None:
    one, other = pushed.chain(), pushed.chain()
    one.append_bytes("drone.dispatched", b"{}")
    pushed.push(one)
    other.append_bytes("sale.completed", b"{")
    pushed.push(other)

    with pushed.engine.begin() as connection:
        listed = quarantines.report(connection, pushed.now_ms)
        later = quarantines.report(connection, 2_000 + OVERDUE_MS)
        own = quarantines.report(
            connection, pushed.now_ms, workstation_id=other.workstation
        )
        first = quarantines.report(connection, pushed.now_ms, limit=1)
        assert quarantines.count(connection, one.workstation) == 1
        assert quarantines.count_by_code(connection) == {
            "undecodable": 1,
            "unknown_type": 1,
        }
    assert [(each.code, each.is_overdue) for each in listed.items] == [
        ("unknown_type", False),
        ("undecodable", False),
    ]
    assert (later.count, later.overdue) == (2, 1)
    assert [each.code for each in own.items] == ["undecodable"]
    assert (first.count, len(first.items)) == (2, 1)


def test_moving_totals_there_and_back_leaves_the_sums(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    chain.sell(1_000)
    chain.sell(300)
    chain.number -= 1
    chain.sell(50)
    pushed.push(chain)
    with pushed.engine.begin() as connection:
        before = control.report(connection, workstation=chain.workstation)
    pushed.catch_up()

    with pushed.engine.begin() as connection:
        after = control.report(connection, workstation=chain.workstation)

    assert after.gross_minor == before.gross_minor == 1_350
    assert before.unapplied.gross_minor == 0
    assert after.unapplied.gross_minor == 50
    assert after.unapplied.sale_lines == 2


def test_a_till_sees_its_own_and_nobody_elses(
    new_till: Callable[[], TillClient],
) -> None:
    till, other = new_till(), new_till()
    till.chain.append_bytes("drone.dispatched", b"{}")
    till.push(till.chain.events)

    target = f"/v1/workstations/{till.chain.workstation}/quarantine"
    own = till.send("GET", target).json()
    everything = till.server.answer("GET", "/v1/quarantine?limit=1000")
    one = till.server.answer(
        "GET", f"/v1/quarantine?workstation={till.chain.workstation}"
    )
    refused = other.send("GET", target)

    assert (own["count"], own["items"][0]["code"]) == (1, "unknown_type")
    assert till.server.answer("GET", target) == own == one
    assert everything["count"] >= 1
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_stream")
    assert (till.hello().quarantined, other.hello().quarantined) == (1, 0)
