"""The open sale is shown again after a restart."""

from __future__ import annotations

from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.tendering.tender_cash import TenderCash
from tests.fakes.till import add, open_memory_till


def test_open_sale_comes_back_with_lines_and_tenders() -> None:
    till = open_memory_till()
    opened = add(till)
    tendered = till.use_cases.tender_cash(TenderCash(given_minor=100))

    till.reopen()
    view = till.use_cases.get_open_sale(GetOpenSale())

    assert view is not None
    assert view.transaction_id == opened.transaction_id
    assert view.lines == (opened.line,)
    assert view.tenders == tendered.tenders
    assert view.totals == tendered.totals


def test_without_one_there_is_none() -> None:
    assert open_memory_till().use_cases.get_open_sale(GetOpenSale()) is None
