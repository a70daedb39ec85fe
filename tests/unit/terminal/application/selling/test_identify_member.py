"""A member's prices hold for the whole basket, at each line's own instant."""

from __future__ import annotations

import pytest

from terminal.application.selling.forget_member import ForgetMember
from terminal.application.selling.identify_member import IdentifyMember
from terminal.domain.errors import (
    NoOpenTransactionError,
    TenderStartedError,
    UnknownMemberError,
)
from terminal.domain.pricing.price_list import PriceList, PriceRow
from tests.fakes.clock import START_MS
from tests.fakes.reference_data import GOLD_MEMBER
from tests.fakes.shop_floor import open_transaction, shop, stored_line
from tests.fakes.till import MemoryTill, add

GOLD = PriceList(
    price_list_id="gold", name="Gold", member_tiers=frozenset({"gold"}), priority=5
)
CARD = IdentifyMember(code=GOLD_MEMBER.code)


def row(price_micro: int, **dates: int) -> PriceRow:
    return PriceRow(
        item_id="pen",
        price_list_id="gold",
        unit="piece",
        unit_price_micro=price_micro,
        **dates,
    )


def gold_shop(*rows: PriceRow) -> MemoryTill:
    return shop(prices=rows or (row(1_200_000),), price_lists=(GOLD,))


def test_card_prices_what_was_rung_up_before() -> None:
    till = gold_shop()
    add(till)
    assert stored_line(till, 1).unit_price_micro == 1_490_000

    view = till.use_cases.identify_member(CARD)

    assert view.totals.total_minor == 120
    line = stored_line(till, 1)
    assert (line.price_source.value, line.price_list_id) == ("price_list", "gold")


def test_card_first_prices_what_comes_after() -> None:
    till = gold_shop()
    till.use_cases.identify_member(CARD)

    assert add(till).line.amount_minor == 120


def test_line_keeps_the_instant_of_its_scan() -> None:
    begins = START_MS + 60_000
    till = gold_shop(
        row(1_200_000, ends_at_ms=begins), row(1_000_000, starts_at_ms=begins)
    )
    add(till)
    till.clock.advance(60_000)

    till.use_cases.identify_member(CARD)

    assert stored_line(till, 1).unit_price_micro == 1_200_000
    assert add(till).line.amount_minor == 100


def test_forgotten_member_pays_as_a_stranger() -> None:
    till = gold_shop()
    add(till)
    till.use_cases.identify_member(CARD)

    view = till.use_cases.forget_member(ForgetMember())

    assert view.totals.total_minor == 149
    assert open_transaction(till).terms.member is None


def test_member_survives_the_program() -> None:
    till = gold_shop()
    till.use_cases.identify_member(CARD)

    till.reopen()

    assert open_transaction(till).terms.member == GOLD_MEMBER


@pytest.mark.parametrize("code", ["", "nobody", "MEMBER-2", "x" * 500])
def test_unknown_or_former_member_is_refused_and_opens_nothing(code: str) -> None:
    till = gold_shop()

    with pytest.raises(UnknownMemberError):
        till.use_cases.identify_member(IdentifyMember(code=code))

    with pytest.raises(NoOpenTransactionError):
        till.use_cases.forget_member(ForgetMember())


def test_prices_stand_once_tender_lies_on_the_counter() -> None:
    from terminal.application.tendering.tender_cash import TenderCash

    till = gold_shop()
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=1))

    with pytest.raises(TenderStartedError):
        till.use_cases.identify_member(CARD)
