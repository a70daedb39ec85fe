"""Ringing up an item stores a line and tells the totals."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

import pytest
from typing_extensions import override

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import (
    BusinessDayClosedError,
    InvalidScanCodeError,
    InvalidSourceReferenceError,
    NotSignedOnError,
    PermissionRefusedError,
    PriceRequiredError,
    SourceReferenceUsedError,
    TillPeriodClosedError,
    UnknownItemError,
)
from terminal.domain.pricing.price_list import PriceList, PriceRow
from tests.fakes.reference_data import GIFT, PEN, MemoryCatalog
from tests.fakes.till import MemoryTill, add, open_memory_till, open_till, sell, sign_on


def test_scanned_item_becomes_a_line_of_a_new_transaction() -> None:
    till = open_memory_till()

    change = add(till, quantity=3)

    assert change.line.sequence == 1
    assert change.line.kind == "sale"
    assert change.line.description == "Fineliner"
    assert change.line.amount_minor == change.totals.total_minor == 447
    assert change.totals.item_count == 1
    assert (change.totals.currency, change.totals.exponent) == ("EUR", 2)


def test_next_item_joins_the_open_transaction() -> None:
    till = open_memory_till()
    first = add(till)

    second = add(till, "2000000000077")

    assert second.transaction_id == first.transaction_id
    assert second.line.sequence == 2
    assert second.totals.total_minor == 149 + 299


def test_line_is_a_draft_and_no_fact() -> None:
    till = open_memory_till()
    events = till.ledger.events

    add(till)

    assert till.ledger.events == events


def test_line_survives_the_program() -> None:
    till = open_memory_till()
    add(till)

    till.reopen()

    view = till.use_cases.get_open_sale(GetOpenSale())
    assert view is not None
    assert [line.amount_minor for line in view.lines] == [149]


@pytest.mark.parametrize(
    ("scan_code", "error", "reason"),
    [
        ("4006381333948", UnknownItemError, None),
        ("4006381333932", InvalidScanCodeError, "check_digit"),
        ("A-000001-9F3C2A1B", InvalidScanCodeError, "receipt"),
        ("", InvalidScanCodeError, "empty"),
    ],
)
def test_unknown_code_is_refused_and_stores_nothing(
    scan_code: str,
    error: type[UnknownItemError | InvalidScanCodeError],
    reason: str | None,
) -> None:
    till = open_memory_till()

    with pytest.raises(error) as caught:
        add(till, scan_code)

    assert caught.value.details.get("reason") == reason
    assert till.use_cases.get_open_sale(GetOpenSale()) is None


def test_refused_line_leaves_the_transaction_as_it_was() -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(PriceRequiredError):
        add(till, GIFT.scan_code)

    view = till.use_cases.get_open_sale(GetOpenSale())
    assert view is not None
    assert len(view.lines) == 1


def test_keyed_price_needs_a_permission_and_the_refusal_is_recorded() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        add(till, keyed_price_micro=990_000)

    assert till.ledger.events[-1].body.TYPE == "access.refused"
    assert till.use_cases.get_open_sale(GetOpenSale()) is None
    assert add(till, GIFT.scan_code, keyed_price_micro=500_000).line.amount_minor == 50
    sign_on(till, "m1")
    assert add(till, keyed_price_micro=990_000).line.amount_minor == 99


def test_selling_needs_operator_day_and_period() -> None:
    till = MemoryTill()

    with pytest.raises(NotSignedOnError):
        add(till)
    sign_on(till)
    with pytest.raises(BusinessDayClosedError):
        add(till)

    till = MemoryTill()
    open_till(till)
    till.use_cases.settle_till(SettleTill(counted_minor=0))
    with pytest.raises(TillPeriodClosedError):
        add(till)


def test_transaction_with_a_known_source_reference_is_not_opened_again() -> None:
    till = open_memory_till()
    command = AddItem(scan_code=PEN.scan_code, source_reference="log-7")
    till.use_cases.add_item(command)
    till.use_cases.pay_cash_exact(PayCashExact())

    with pytest.raises(SourceReferenceUsedError, match="already sold as A-1"):
        till.use_cases.add_item(command)


@pytest.mark.parametrize("reference", ["", "x" * 101, "a\x00b"])
def test_source_reference_is_plain_and_bounded(reference: str) -> None:
    till = open_memory_till()
    command = AddItem(scan_code=PEN.scan_code, source_reference=reference)

    with pytest.raises(InvalidSourceReferenceError):
        till.use_cases.add_item(command)


def test_source_reference_counts_only_when_the_transaction_opens() -> None:
    till = open_memory_till()
    till.use_cases.add_item(AddItem(scan_code=PEN.scan_code, source_reference="log-7"))
    till.use_cases.add_item(AddItem(scan_code=PEN.scan_code, source_reference="other"))

    till.use_cases.pay_cash_exact(PayCashExact())

    finished = next(iter(till.ledger.state.finished.values()))
    assert finished.source_reference == "log-7"


def test_thousandth_line_costs_what_the_first_did() -> None:
    till = open_memory_till()
    add_item = till.use_cases.add_item
    command = AddItem(scan_code=PEN.scan_code)
    steps = 0

    def count_line(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count_line

    def lines_of_code_in_one_scan() -> int:
        nonlocal steps
        steps = 0
        before = sys.gettrace()
        sys.settrace(count_line)
        try:
            add_item(command)
        finally:
            sys.settrace(before)
        return steps

    for _ in range(50):
        add_item(command)
    early = lines_of_code_in_one_scan()
    for _ in range(949):
        add_item(command)
    late = lines_of_code_in_one_scan()

    # Not the time, which is the machine's: whatever is done line by line would be
    # done twenty times as often.
    assert early > 100
    assert late < 2 * early


def test_sold_goods_are_out_of_the_way_of_the_next_shopper() -> None:
    till = open_memory_till()
    first = sell(till)

    assert add(till).transaction_id != first.transaction_id


class CountingCatalog(MemoryCatalog):
    """Remembers which questions that read rows it was asked."""

    def __init__(self) -> None:
        listed = PriceRow(
            item_id="bag", price_list_id="week", unit="piece", unit_price_micro=100_000
        )
        week = PriceList(price_list_id="week", name="Week")
        super().__init__(prices=(listed,), price_lists=(week,))
        self.asked: list[str] = []

    @override
    def find_by_scan_code(self, scan_code: str) -> CatalogItem | None:
        self.asked.append("find_by_scan_code")
        return super().find_by_scan_code(scan_code)

    @override
    def find_by_plu(self, plu: str) -> CatalogItem | None:
        self.asked.append("find_by_plu")
        return super().find_by_plu(plu)

    @override
    def get(self, item_id: str) -> CatalogItem | None:
        self.asked.append("get")
        return super().get(item_id)

    @override
    def prices(self, item_id: str) -> Sequence[PriceRow]:
        self.asked.append("prices")
        return super().prices(item_id)


def test_plain_scan_asks_the_catalog_once() -> None:
    till = open_memory_till()
    catalog = till.ledger.catalog = CountingCatalog()

    add(till)

    assert catalog.asked == ["find_by_scan_code"]
    assert add(till, "BAG").line.amount_minor == 10
    assert catalog.asked[1:] == ["find_by_scan_code", "prices"]
