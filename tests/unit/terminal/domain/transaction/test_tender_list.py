"""What is given, what goes back, and what they sum to."""

from __future__ import annotations

import pytest

from terminal.domain.errors import (
    InvalidAmountError,
    NothingDueError,
    TenderDependentError,
    TransactionTooLargeError,
    UnknownTenderError,
)
from terminal.domain.transaction.tender_list import TENDERS_MAX, TenderList
from terminal.domain.transaction.terms import NO_TERMS, PricingOutcome, TransactionTerms
from tests.fakes.open_sale import ONE, item, transaction


def test_more_cash_than_due_gives_change() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    tender = sale.tender_cash(500)

    assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (
        149,
        500,
        351,
    )
    assert (sale.due_minor, sale.change_minor, sale.tendered_minor) == (0, 351, 149)


def test_less_cash_leaves_a_rest() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    sale.tender_cash(100)
    sale.tender_cash(49)

    assert [tender.sequence for tender in sale.tenders] == [1, 2]
    assert sale.due_minor == 0


def test_refund_pays_back_exactly() -> None:
    sale = transaction()
    sale.add_return_without_receipt(item(), ONE, "broken")

    with pytest.raises(InvalidAmountError):
        sale.tender_cash(149)
    tender = sale.tender_cash(None)

    assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (
        -149,
        -149,
        0,
    )
    assert sale.due_minor == 0


@pytest.mark.parametrize("given_minor", [0, -1, 10**15])
def test_impossible_cash_is_refused(given_minor: int) -> None:
    sale = transaction()
    sale.add_item(item(), ONE)

    with pytest.raises(InvalidAmountError):
        sale.tender_cash(given_minor)


def test_nothing_is_taken_when_nothing_is_due() -> None:
    sale = transaction()
    sale.add_item(item(0), ONE)

    with pytest.raises(NothingDueError):
        sale.tender_cash(None)


def test_removed_tender_takes_its_change_along() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.tender_cash(100)
    sale.tender_cash(100)

    removed = sale.remove_tender(2)

    assert removed.change_minor == 51
    assert (sale.change_minor, sale.due_minor) == (0, 49)
    with pytest.raises(UnknownTenderError):
        sale.remove_tender(2)


def test_too_many_tenders_are_refused() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    for _ in range(TENDERS_MAX):
        sale.tender_cash(1)

    with pytest.raises(TransactionTooLargeError):
        sale.tender_cash(1)


def test_list_tells_its_tenders_only_when_they_changed() -> None:
    tenders = TenderList(None)
    nothing = tenders.take_changes()
    first = tenders.take_cash(149, NO_TERMS, 100)
    tenders.take(49, NO_TERMS, "voucher", None)
    given = tenders.take_changes()
    again = tenders.take_changes()
    tenders.remove(2)

    assert nothing is None
    assert given is not None
    assert [tender.method for tender in given] == ["cash", "voucher"]
    assert again is None
    assert tenders.take_changes() == (first,)


def test_restored_tenders_are_no_change_and_keep_their_numbers() -> None:
    stored = TenderList(None)
    stored.take_cash(149, NO_TERMS, 100)
    second = stored.take_cash(49, NO_TERMS, 100)
    tenders = TenderList(None)

    tenders.restore(second)

    assert (tenders.amount_minor, tenders.change_minor) == (49, 51)
    assert tenders.take_changes() is None
    assert tenders.take_cash(1, NO_TERMS, None).sequence == 3


def test_cash_for_another_tender_s_prices_is_refused() -> None:
    terms = TransactionTerms(
        tender="voucher", outcome=PricingOutcome(is_tender_dependent=True)
    )
    tenders = TenderList(None)

    with pytest.raises(TenderDependentError):
        tenders.take_cash(149, terms, None)

    assert tenders.items == []
    assert tenders.amount_minor == 0
    assert tenders.take(149, terms, "voucher", None).amount_minor == 149
