"""The central signs for a till period only when it has all of it."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol import messages
from sync.protocol.completeness import (
    AskCompleteness,
    CompletenessReceipt,
    CompletenessReply,
    open_completeness,
)
from sync.protocol.envelope import ParentLink
from tests.support.central_server import TillClient
from tests.support.settled_chain import open_period, settle
from tests.support.till_chain import DAY, TillChain


def ask(till: TillClient, wanted: AskCompleteness) -> CompletenessReply:
    answer = till.send("POST", "/v1/completeness", messages.encode(wanted))
    assert answer.status_code == 200, answer.text
    return messages.decode(CompletenessReply, answer.content)


def receipt(till: TillClient, wanted: AskCompleteness) -> CompletenessReceipt:
    return open_completeness(ask(till, wanted), till.central_key)


def settled(till: TillClient, *, gross_minor: int = 1_400) -> AskCompleteness:
    """Sell before, during and between; the period has three transactions."""
    chain = till.chain
    chain.sell(99_900)
    opened = open_period(chain)
    sale = chain.sell(1_200)
    chain.sell(200)
    chain.sell(50)
    chain.void(chain.events[-1])
    assert sale is chain.events[2]
    return settle(chain, opened, gross_minor=gross_minor, tax_minor=200 + 33)


def test_a_whole_period_is_confirmed_with_its_sums(till: TillClient) -> None:
    wanted = settled(till)
    till.push(till.chain.events)

    confirmed = receipt(till, wanted)

    assert confirmed.count == 6
    assert (confirmed.first_seq, confirmed.last_seq) == (2, 7)
    assert confirmed.head_hash == till.chain.head.hex()
    assert (confirmed.gross_minor, confirmed.tax_minor) == (1_400, 233)
    assert confirmed.tenders == (("cash", 1_400),)
    assert confirmed.business_day == DAY
    assert confirmed.workstation == till.chain.workstation
    assert confirmed.store == till.chain.store


def test_it_stays_confirmed_when_more_is_sold(till: TillClient) -> None:
    wanted = settled(till)
    till.chain.sell()
    till.push(till.chain.events)

    assert receipt(till, wanted).count == 6


def test_what_has_not_arrived_is_not_confirmed(till: TillClient) -> None:
    wanted = settled(till)
    till.push(till.chain.events[:-2])

    reply = ask(till, wanted)

    assert (reply.is_complete, reply.code, reply.held) == (False, "missing", 5)
    assert "2 events" in reply.message


def test_before_anything_arrived_nothing_is_confirmed(till: TillClient) -> None:
    reply = ask(till, settled(till))

    assert (reply.is_complete, reply.code, reply.held) == (False, "missing", 0)


def test_sums_that_differ_are_not_confirmed(till: TillClient) -> None:
    wanted = settled(till, gross_minor=1_401)
    till.push(till.chain.events)

    reply = ask(till, wanted)

    assert (reply.is_complete, reply.code) == (False, "sums")


def test_another_head_is_not_confirmed(till: TillClient) -> None:
    wanted = settled(till)
    till.push(till.chain.events)

    reply = ask(till, msgspec.structs.replace(wanted, head_hash="ab" * 32))

    assert (reply.is_complete, reply.code) == (False, "fork")


def test_an_event_that_is_no_settlement_is_not_confirmed(till: TillClient) -> None:
    sale = till.chain.sell()
    till.push(till.chain.events)
    wanted = AskCompleteness(
        epoch=till.chain.epoch, first_seq=1, last_seq=1, head_hash=sale.hash.hex()
    )

    assert ask(till, wanted).code == "not_a_settlement"


@pytest.mark.parametrize(("first_seq", "event_count"), [(1, None), (None, 4)])
def test_a_manifest_that_does_not_fit_is_not_confirmed(
    till: TillClient, first_seq: int | None, event_count: int | None
) -> None:
    chain = till.chain
    chain.sell(99_900)
    opened = open_period(chain)
    chain.sell(600)
    wanted = settle(
        chain,
        opened,
        gross_minor=600,
        tax_minor=100,
        first_seq=first_seq,
        event_count=event_count,
    )
    till.push(chain.events)

    assert ask(till, wanted).code == "missing"


def test_a_period_goes_on_in_another_epoch(till: TillClient) -> None:
    chain = till.chain
    opened = open_period(chain)
    chain.sell(600)
    till.push(chain.events)
    parent = ParentLink(chain.epoch, 2, chain.head.hex())
    new = TillChain(
        b"\x07" * 32,
        workstation=chain.workstation,
        store=chain.store,
        epoch="ffeeddccbbaa0099",
        parent=parent,
        series="B",
    )
    new.signer = chain.signer
    new.sell(300)
    wanted = settle(
        new, opened, gross_minor=900, tax_minor=150, first_seq=1, event_count=3
    )
    till.push(new.events)

    confirmed = receipt(till, wanted)

    assert confirmed.count == 4
    assert confirmed.gross_minor == 900


def test_another_till_learns_nothing(till: TillClient) -> None:
    wanted = settled(till)
    till.push(till.chain.events)
    other = till.server.enrolled("T-other-complete", "S-other-complete")

    assert ask(other, wanted).held == 0


@pytest.mark.parametrize("body", [b"", b"{}", b'{"epoch":"x"}', b"\xff"])
def test_other_bytes_are_refused(till: TillClient, body: bytes) -> None:
    assert till.send("POST", "/v1/completeness", body).status_code == 400


def test_without_a_signature_nothing_is_said(till: TillClient) -> None:
    wanted = messages.encode(settled(till))
    headers = till.headers("POST", "/v1/completeness", b"other")

    answer = till.send("POST", "/v1/completeness", wanted, headers=headers)

    assert answer.status_code == 401
