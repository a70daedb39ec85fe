"""What a workstation whose disk is gone is told when it joins again."""

from __future__ import annotations

import os

from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.messages import (
    EpochPosition,
    Hello,
    Known,
    KnownEpoch,
    encode,
)
from tests.support.central_server import CentralServer, TillClient
from tests.support.till_chain import DAY, TillChain


def _again(server: CentralServer, till: TillClient) -> Known:
    chain = TillChain(
        os.urandom(32), workstation=till.chain.workstation, store=till.chain.store
    )
    code = server.code(chain.workstation, chain.store)
    known = TillClient(server, chain).enrol(code).known
    assert known is not None
    return known


def test_of_a_new_workstation_nothing_is_known(server: CentralServer) -> None:
    chain = TillChain(os.urandom(32), workstation="known-0", store="S-01")

    reply = TillClient(server, chain).enrol(server.code("known-0", "S-01"))

    assert reply.known == Known()


def test_held_and_claimed_events_receipts_and_the_open_period_are_told(
    server: CentralServer, till: TillClient
) -> None:
    chain = till.chain
    chain.append(
        TillPeriodOpened(
            till_period_id="p",
            business_day=DAY,
            currency="EUR",
            loan_minor=0,
            operator_id="1",
            session_id="s",
            at_ms=1_932_000_000_000,
        )
    )
    chain.sell(100)
    till.push(chain.events)
    held = chain.head.hex()
    chain.sell(100)
    position = EpochPosition(chain.epoch, len(chain.events), chain.head.hex())
    said = Hello(epochs=(position,), boot_id="run", last_number=f"{chain.series}-2")
    assert till.send("POST", "/v1/hello", encode(said)).status_code == 200

    assert _again(server, till) == Known(
        epochs=(KnownEpoch(epoch=chain.epoch, hw=2, hw_hash=held, claimed_seq=3),),
        series=chain.series,
        number=2,
        business_day=DAY,
        opened_at_ms=1_932_000_000_000,
    )


def test_a_claim_of_a_strange_form_names_no_receipt(
    server: CentralServer, till: TillClient
) -> None:
    chain = till.chain
    chain.sell(100)
    position = EpochPosition(chain.epoch, 1, chain.head.hex())
    said = Hello(epochs=(position,), boot_id="run", last_number="zz-9")
    assert till.send("POST", "/v1/hello", encode(said)).status_code == 200

    known = _again(server, till)

    assert (known.series, known.number) == ("", 0)
    assert known.epochs == (
        KnownEpoch(epoch=chain.epoch, hw=0, hw_hash=None, claimed_seq=1),
    )
