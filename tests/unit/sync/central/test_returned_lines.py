"""More than was sold comes back only with a flag, whatever arrives first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sync.protocol.envelope import StoredEvent
from terminal.domain.receipt_code import receipt_text
from tests.support.central_server import TillClient
from tests.support.returning_chain import PIECE, id_of, sell_pieces, take_back, void


@pytest.fixture
def other(new_till: Callable[[], TillClient]) -> TillClient:
    """Return a till of another store than the one that sells."""
    return new_till()


def flags(till: TillClient) -> list[dict[str, Any]]:
    """Return the flags of the store of *till*."""
    listed = till.server.answer(
        "GET", f"/v1/returns/over-returns?store={till.chain.store}"
    )
    found: list[dict[str, Any]] = listed["over_returns"]
    return found


def test_what_was_sold_comes_back_without_a_flag(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=3, amount_minor=1_000)
    till.push(till.chain.events)
    take_back(other.chain, sale, 2, 667, 111)
    take_back(other.chain, sale, 1, 333, 55)

    reply = other.push(other.chain.events)

    assert [each.verdict for each in reply.verdicts] == ["applied"] * 2
    assert flags(other) == []


def test_an_over_return_is_flagged_and_the_event_applied(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=3, amount_minor=1_000)
    till.push(till.chain.events)
    take_back(other.chain, sale, 3, 1_000, 166)
    too_much = take_back(other.chain, sale, 1, 333, 55)

    reply = other.push(other.chain.events)

    assert [each.verdict for each in reply.verdicts] == ["applied"] * 2
    (flag,) = flags(other)
    assert flag["event_id"] == id_of(too_much)
    assert flag["original_event_id"] == id_of(sale)
    assert (flag["sold_micro"], flag["returned_micro"]) == (3 * PIECE, 4 * PIECE)
    assert (flag["sold_minor"], flag["returned_minor"]) == (1_000, 1_333)
    assert flag["workstation"] == other.chain.workstation
    assert flags(till) == []


def test_more_money_than_was_paid_is_flagged_too(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=3, amount_minor=1_000)
    till.push(till.chain.events)
    take_back(other.chain, sale, 1, 1_001, 166)

    other.push(other.chain.events)

    (flag,) = flags(other)
    assert (flag["returned_micro"], flag["returned_minor"]) == (PIECE, 1_001)


def test_a_return_that_arrives_before_its_sale_is_flagged_when_the_sale_does(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=1, amount_minor=500)
    take_back(other.chain, sale, 2, 1_000, 166)
    other.push(other.chain.events)
    assert flags(other) == []

    till.push(till.chain.events)

    (flag,) = flags(other)
    assert (flag["sold_micro"], flag["returned_micro"]) == (PIECE, 2 * PIECE)


def test_what_comes_back_of_a_voided_sale_is_flagged(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=1, amount_minor=500)
    till.push(till.chain.events)
    take_back(other.chain, sale, 1, 500, 83)
    other.push(other.chain.events)
    assert flags(other) == []

    void(till.chain, sale)
    till.push(till.chain.events[1:])

    (flag,) = flags(other)
    assert (flag["sold_micro"], flag["returned_micro"]) == (0, PIECE)


def test_a_voided_return_gives_its_goods_back_and_loses_its_flag(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=1, amount_minor=500)
    till.push(till.chain.events)
    take_back(other.chain, sale, 1, 500, 83)
    again = take_back(other.chain, sale, 1, 500, 83)
    other.push(other.chain.events)
    assert len(flags(other)) == 1

    _void(other, again)

    assert flags(other) == []


def test_a_pushed_batch_again_counts_nothing_twice(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=1, amount_minor=500)
    till.push(till.chain.events)
    take_back(other.chain, sale, 1, 500, 83)
    other.push(other.chain.events)

    other.push(other.chain.events)

    assert flags(other) == []


@pytest.mark.parametrize("is_sale_first", [True, False])
def test_a_receipt_that_was_only_named_is_matched_later(
    till: TillClient, other: TillClient, *, is_sale_first: bool
) -> None:
    sale = sell_pieces(till.chain, pieces=1, amount_minor=500)
    name = receipt_text(till.chain.series, till.chain.number, sale.hash.hex())
    take_back(other.chain, None, 1, 500, 83, named_receipt=name)
    take_back(other.chain, None, 1, 500, 83, named_receipt=name.upper())
    first, second = (till, other) if is_sale_first else (other, till)

    first.push(first.chain.events)
    second.push(second.chain.events)

    (flag,) = flags(other)
    assert (flag["line_sequence"], flag["returned_micro"]) == (1, 2 * PIECE)


@pytest.mark.parametrize("name", ["", "lost", "A-000001", "A-000001 00000000"])
def test_a_name_that_proves_nothing_matches_nothing(
    till: TillClient, other: TillClient, name: str
) -> None:
    sell_pieces(till.chain, pieces=1, amount_minor=500)
    till.push(till.chain.events)
    take_back(other.chain, None, 9, 4_500, 750, named_receipt=name)

    reply = other.push(other.chain.events)

    assert [each.verdict for each in reply.verdicts] == ["applied"]
    assert flags(other) == []


def test_refunds_of_two_sales_in_one_return_are_shared(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(
        till.chain,
        pieces=1,
        amount_minor=500,
        methods=(("card_manual", 300), ("cash", 200)),
    )
    code = sale.hash.hex()[:8]
    till.push(till.chain.events)
    take_back(other.chain, sale, 1, 300, 50, method="card_manual")
    other.push(other.chain.events)

    answer = other.send(
        "GET", f"/v1/receipts/{till.chain.series}/{till.chain.number}?code={code}"
    ).json()

    assert answer["refunds"] == [{"method": "card_manual", "amount_minor": 300}]


def _void(till: TillClient, event: StoredEvent) -> None:
    before = len(till.chain.events)
    void(till.chain, event)
    till.push(till.chain.events[before:])
