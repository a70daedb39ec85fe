"""Listing stored events in pages."""

from __future__ import annotations

from typing import Any

from tests.support.central_server import TillClient
from tests.support.till_chain import TillChain


def listed(till: TillClient, query: str = "") -> list[Any]:
    target = f"/v1/workstations/{till.chain.workstation}/events{query}"
    answer: list[Any] = till.server.answer("GET", target)
    return answer


def test_events_of_an_epoch_are_paged_by_seq(till: TillClient) -> None:
    for _ in range(5):
        till.chain.sell()
    till.push(till.chain.events)
    epoch = till.chain.epoch

    first = listed(till, f"?epoch={epoch}&limit=2")
    second = listed(till, f"?epoch={epoch}&after=2&limit=2")
    third = listed(till, f"?epoch={epoch}&after=4&limit=2")

    assert [each["seq"] for each in first + second + third] == [1, 2, 3, 4, 5]


def test_without_an_epoch_all_come_in_the_order_of_arrival(till: TillClient) -> None:
    till.chain.sell()
    till.chain.sell()
    till.push(till.chain.events)
    later = TillChain(
        bytes(32),
        workstation=till.chain.workstation,
        store=till.chain.store,
        epoch="0" * 16,
        series="B",
    )
    later.signer = till.chain.signer
    later.append_bytes("note.taken", b"{}", business_day=None)
    till.push(later.events)

    both = listed(till)

    keys = [(each["epoch"], each["seq"]) for each in both]
    assert keys == [(till.chain.epoch, 1), (till.chain.epoch, 2), ("0" * 16, 1)]
    assert listed(till, "?after=1&limit=1") == both[1:2]
    assert both[2] == {
        "epoch": "0" * 16,
        "seq": 1,
        "event_id": both[2]["event_id"],
        "type": "note.taken",
        "hash": later.head.hex(),
        "biz_day": None,
        "gross_minor": None,
        "series": None,
        "number": None,
        "verdict": "quarantined",
    }


def test_an_unknown_workstation_has_no_events(till: TillClient) -> None:
    assert till.server.answer("GET", "/v1/workstations/none/events") == []
