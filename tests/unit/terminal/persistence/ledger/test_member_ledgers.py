"""The projections of a ledger file agree with the ledgers of the domain."""

from __future__ import annotations

from hypothesis import given, settings

from sync.protocol.envelope import Header
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.domain.promotion.basket import Uses
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.event_audit import scratch_ledger
from terminal.persistence.ledger.member_ledgers import SqlMemberLedgers
from terminal.persistence.ledger.projector import Projector
from terminal.persistence.ledger.promotion_uses import SqlPromotionUses
from tests.fakes.loyal_till import BUDGET, ONCE, PER_MEMBER, buy, give, loyal_till
from tests.fakes.memory_ledger import EPOCH
from tests.fakes.reference_data import GOLD_MEMBER
from tests.fakes.till import MemoryTill
from tests.support.loyal_histories import STEPS, Shopping, Step

MEMBER = GOLD_MEMBER.member_id


def header_of(event_id: str, event_type: str, seq: int) -> Header:
    return Header(
        event_id=event_id,
        tenant="t",
        store="s",
        workstation="w",
        epoch=EPOCH,
        seq=seq,
        type=event_type,
        type_v=2,
        app="0",
        schema="0",
        t_wall=1,
        t_mono=1,
        boot_id="b",
    )


def project(till: MemoryTill, connection: Connection) -> None:
    """Write what follows from every event, as a rebuild does."""
    projector = Projector(connection)
    opening = EpochOpened(
        reason="init", series="A", first_number=1, public_key="", at_ms=1
    )
    projector.apply(1, header_of("epoch", opening.TYPE, 1), opening)
    for event in till.ledger.events:
        projector.apply(
            event.seq,
            header_of(event.event_id, event.body.TYPE, event.seq),
            event.body,
        )


@settings(max_examples=8, deadline=None)
@given(steps=STEPS)
def test_rebuilt_rows_answer_as_the_domain_does(steps: list[Step]) -> None:
    till = loyal_till(promotions=(ONCE, BUDGET, PER_MEMBER))
    give(till, 10_000)
    shopping = Shopping(till)
    for step in steps:
        shopping.play(step)

    with scratch_ledger() as connection, till.ledger.draft() as uow:
        project(till, connection)
        points, used = SqlMemberLedgers(connection), SqlPromotionUses(connection)
        for as_of in ({}, {EPOCH: len(till.ledger.events) // 2}, {"other": 3}):
            assert points.points_since(
                MEMBER, as_of
            ) == uow.member_ledgers.points_since(MEMBER, as_of)
        for event in till.ledger.events:
            if isinstance(event.body, SaleCompleted):
                event_id = event.event_id
                assert points.points_back(event_id) == uow.member_ledgers.points_back(
                    event_id
                )
                assert points.redemptions_back(
                    event_id
                ) == uow.member_ledgers.redemptions_back(event_id)
        for promotion in (ONCE, BUDGET, PER_MEMBER):
            key = promotion.promotion_id
            for member in (MEMBER, None):
                assert used.of_promotion(key, member) == (
                    uow.promotion_uses.of_promotion(key, member)
                )
                assert used.of_coupon("SINGLE-0001", member) == (
                    uow.promotion_uses.of_coupon("SINGLE-0001", member)
                )
        uow.commit()


def test_nothing_is_known_of_what_never_happened() -> None:
    till = loyal_till()
    buy(till)

    with scratch_ledger() as connection:
        project(till, connection)
        points = SqlMemberLedgers(connection)
        assert points.points_since("nobody", {}) == 0
        assert points.points_since(MEMBER, {EPOCH: 10**9}) == 0
        assert points.points_since(MEMBER, {}) == 33
        assert dict(points.points_back("nothing")) == {}
        assert dict(points.points_back("")) == {}
        assert dict(points.redemptions_back("nothing")) == {}
        assert SqlPromotionUses(connection).of_coupon("X", MEMBER) == Uses()
