"""The view of a finished transaction says what may still come back."""

from __future__ import annotations

from terminal.application.returning.views import finished_view
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.pay_cash_exact import PayCashExact
from tests.fakes.reference_data import EUR
from tests.fakes.till import add, open_memory_till


def test_view_carries_all_lines_and_what_is_left() -> None:
    till = open_memory_till()
    add(till, quantity=2)
    add(till)
    till.use_cases.void_line(VoidLine(line_sequence=2))
    sold = till.use_cases.pay_cash_exact(PayCashExact())

    view = finished_view(till.ledger.state.finished[sold.transaction_id], EUR)

    assert [line.line.is_voided for line in view.lines] == [False, True]
    assert [line.left_micro for line in view.lines] == [2_000_000, 0]
    assert (view.gross_minor, view.tax_minor, view.exponent) == (298, 50, 2)
    assert not view.is_voided


def test_nothing_is_left_of_a_voided_transaction() -> None:
    till = open_memory_till()
    add(till)
    sold = till.use_cases.pay_cash_exact(PayCashExact())
    till.use_cases.void_transaction(
        VoidTransaction(series="A", number=1, reason="wrong")
    )

    view = finished_view(till.ledger.state.finished[sold.transaction_id], EUR)

    assert view.is_voided
    assert view.lines[0].left_micro == 0
