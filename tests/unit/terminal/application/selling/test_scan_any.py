"""One box takes goods, cards and coupons, goods first."""

from __future__ import annotations

import pytest

from terminal.application.selling.scan_any import ScanAny
from terminal.domain.errors import (
    AgeCheckRequiredError,
    InvalidScanCodeError,
    PermissionRefusedError,
    UnknownItemError,
)
from terminal.domain.member.member import Member
from tests.fakes.reference_data import GOLD_MEMBER, PEN, MemoryMembers
from tests.fakes.shop_floor import article, open_transaction, shop
from tests.fakes.till import MemoryTill, sign_on


def test_goods_become_a_line() -> None:
    scanned = shop().use_cases.scan_any(
        ScanAny(scan_code=PEN.scan_code, quantity_micro=2_000_000)
    )

    assert scanned.kind == "item"
    assert scanned.line is not None
    assert scanned.line.line.amount_minor == 298
    assert scanned.sale is None


def test_number_that_no_item_has_may_be_a_card() -> None:
    till = shop()

    scanned = till.use_cases.scan_any(ScanAny(scan_code=GOLD_MEMBER.code))

    assert scanned.kind == "member"
    assert scanned.sale is not None
    assert open_transaction(till).terms.member == GOLD_MEMBER


def test_item_with_a_card_s_number_is_sold() -> None:
    clash = article("clash", scan_code=GOLD_MEMBER.code)

    scanned = shop(clash).use_cases.scan_any(ScanAny(scan_code=GOLD_MEMBER.code))

    assert scanned.kind == "item"


def test_card_needs_no_check_digit() -> None:
    till = shop()
    till.ledger.members = MemoryMembers(
        (Member(member_id="m", code="0420000000123", name="Mia"),)
    )

    scanned = till.use_cases.scan_any(ScanAny(scan_code="0420000000123"))

    assert scanned.kind == "member"


@pytest.mark.parametrize("code", ["4006381333948", "nothing"])
def test_what_is_nothing_is_an_unknown_item(code: str) -> None:
    with pytest.raises(UnknownItemError):
        shop().use_cases.scan_any(ScanAny(scan_code=code))


@pytest.mark.parametrize("code", ["", "A-000001-9F3C2A1B", "4006381333932"])
def test_what_cannot_be_scanned_is_refused_as_goods_are(code: str) -> None:
    with pytest.raises(InvalidScanCodeError):
        shop().use_cases.scan_any(ScanAny(scan_code=code))


def test_refusal_is_recorded_once() -> None:
    till: MemoryTill = shop()
    sign_on(till, "c1")
    before = len(till.ledger.events)

    with pytest.raises(PermissionRefusedError):
        till.use_cases.scan_any(ScanAny(scan_code=PEN.scan_code, keyed_price_micro=1))

    assert [event.body.TYPE for event in till.ledger.events[before:]] == [
        "access.refused"
    ]


def test_question_reaches_the_screen() -> None:
    from terminal.domain.catalog.item_rules import ItemRules

    till = shop(article("brandy", ItemRules(minimum_age=18)))

    with pytest.raises(AgeCheckRequiredError):
        till.use_cases.scan_any(ScanAny(scan_code="BRANDY"))
    scanned = till.use_cases.scan_any(ScanAny(scan_code="BRANDY", age_confirmed=True))

    assert scanned.kind == "item"
