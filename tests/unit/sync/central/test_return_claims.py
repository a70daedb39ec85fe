"""Receipts of other tills are found by number and code; goods are claimed once."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from sync.protocol.envelope import StoredEvent, event_hash
from sync.protocol.messages import Refusal, decode, encode
from sync.protocol.returns import (
    ClaimedLine,
    ClaimReply,
    FoundReceipt,
    ReturnClaim,
)
from tests.support.central_server import TillClient
from tests.support.returning_chain import PIECE, id_of, sell_pieces, take_back, void

MakeTill = Callable[[], TillClient]


@pytest.fixture
def other(new_till: MakeTill) -> TillClient:
    """Return a till that did not sell the goods."""
    return new_till()


def target(till: TillClient, sale: StoredEvent, code: str | None = None) -> str:
    code = sale.hash.hex()[:8] if code is None else code
    return f"/v1/receipts/{till.chain.series}/{till.chain.number}?code={code}"


def found(asker: TillClient, where: str) -> FoundReceipt:
    response = asker.send("GET", where)
    assert response.status_code == 200, response.text
    return decode(FoundReceipt, response.content)


def claim(
    asker: TillClient, sale: StoredEvent, pieces: int, transaction: str
) -> ClaimReply:
    wanted = ReturnClaim(
        transaction_id=transaction,
        event_id=id_of(sale),
        lines=(ClaimedLine(1, pieces * PIECE),),
    )
    response = asker.send("POST", "/v1/returns/claims", encode(wanted))
    assert response.status_code == 200, response.text
    return decode(ClaimReply, response.content)


def test_a_receipt_of_another_till_is_found_by_its_code(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain)
    till.push(till.chain.events)

    receipt = found(other, target(till, sale))

    assert receipt.workstation == till.chain.workstation
    assert receipt.store == till.chain.store
    # The answer proves itself: it is the event whose hash is on the paper.
    digest = event_hash(
        bytes.fromhex(receipt.prev), receipt.header.encode(), receipt.body.encode()
    )
    assert digest == sale.hash
    assert receipt.back == ()
    assert receipt.voided_by is None


@pytest.mark.parametrize("code", ["", "00000000", "0", "zzzzzzzz", "%27OR%271"])
def test_without_the_code_on_the_paper_nothing_is_shown(
    till: TillClient, other: TillClient, code: str
) -> None:
    sale = sell_pieces(till.chain)
    till.push(till.chain.events)

    response = other.send("GET", target(till, sale, code))

    assert response.status_code == 404
    assert decode(Refusal, response.content).code == "unknown_receipt"


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "1e3", "٣", "9" * 5_000],
    ids=["zero", "sign", "power", "other digits", "long"],
)
def test_a_number_that_no_receipt_has_is_not_found(
    other: TillClient, number: str
) -> None:
    response = other.send("GET", f"/v1/receipts/A/{quote(number)}?code=00000000")

    assert response.status_code == 404


def test_nobody_else_may_ask(till: TillClient) -> None:
    sale = sell_pieces(till.chain)
    till.push(till.chain.events)

    assert till.server.administer("GET", target(till, sale)).status_code == 401
    assert till.server.administer("POST", "/v1/returns/claims", {}).status_code == 401


def test_a_claim_holds_goods_against_others(
    till: TillClient, other: TillClient, new_till: MakeTill
) -> None:
    sale = sell_pieces(till.chain, pieces=3, amount_minor=1_000)
    till.push(till.chain.events)

    first = claim(other, sale, 2, "t-1")
    again = claim(other, sale, 2, "t-1")
    second = claim(new_till(), sale, 2, "t-2")

    assert first.is_granted
    assert again == first or again.expires_at_ms >= first.expires_at_ms
    assert not second.is_granted
    (taken,) = second.back
    # Two thirds of 1,000 and of its tax of 166, as the till will compute them.
    assert (taken.quantity_micro, taken.amount_minor) == (2 * PIECE, 667)
    assert taken.taxes == (111,)
    assert found(other, target(till, sale)).back == (taken,)


def test_a_smaller_claim_gives_goods_free(
    till: TillClient, other: TillClient, new_till: MakeTill
) -> None:
    sale = sell_pieces(till.chain, pieces=3)
    till.push(till.chain.events)
    claim(other, sale, 3, "t-1")
    third = new_till()
    assert not claim(third, sale, 1, "t-2").is_granted

    assert claim(other, sale, 1, "t-1").is_granted

    assert claim(third, sale, 2, "t-2").is_granted
    assert not claim(third, sale, 3, "t-2").is_granted


def test_a_claim_becomes_final_with_the_event_and_is_counted_once(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=3, amount_minor=1_000)
    till.push(till.chain.events)
    identity = "01c19f0d-0000-7000-8000-0000000fffff"
    claim(other, sale, 1, identity)

    take_back(other.chain, sale, 1, 333, 55, identity=identity)
    other.push(other.chain.events)

    receipt = found(other, target(till, sale))
    (back,) = receipt.back
    assert (back.quantity_micro, back.amount_minor, back.taxes) == (PIECE, 333, (55,))
    assert [(each.method, each.amount_minor) for each in receipt.refunds] == [
        ("cash", 333)
    ]
    assert claim(other, sale, 2, "t-2").is_granted
    assert not claim(other, sale, 3, "t-3").is_granted


def test_a_cancelled_transaction_claims_nothing_any_more(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=1)
    till.push(till.chain.events)
    cancelled = other.chain.cancel()
    claim(other, sale, 1, id_of(cancelled))
    assert not claim(till, sale, 1, "t-2").is_granted

    other.push(other.chain.events)

    assert claim(till, sale, 1, "t-2").is_granted


def test_nothing_of_a_voided_sale_is_granted(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain, pieces=1)
    where = target(till, sale)
    voiding = void(till.chain, sale)
    till.push(till.chain.events)

    refused = claim(other, sale, 1, "t-1")

    assert not refused.is_granted
    assert refused.voided_by == id_of(voiding)
    assert found(other, where).voided_by == id_of(voiding)


def test_a_line_that_was_not_sold_is_not_granted(
    till: TillClient, other: TillClient
) -> None:
    sale = sell_pieces(till.chain)
    till.push(till.chain.events)
    wanted = ReturnClaim(
        transaction_id="t-1",
        event_id=id_of(sale),
        lines=(ClaimedLine(2, PIECE),),
    )

    response = other.send("POST", "/v1/returns/claims", encode(wanted))

    assert not decode(ClaimReply, response.content).is_granted


def test_a_claim_of_an_unknown_sale_is_refused(till: TillClient) -> None:
    wanted = ReturnClaim(transaction_id="t-1", event_id="nothing", lines=())

    response = till.send("POST", "/v1/returns/claims", encode(wanted))

    assert response.status_code == 404
