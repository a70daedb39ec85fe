"""What comes back is checked again when the transaction is completed."""

from __future__ import annotations

import pytest

from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.completion import tenders_by_method
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.errors import NotReturnableError, ReturnExceedsSoldError
from terminal.domain.tender.tender_line_item import TenderLineItem
from tests.fakes.till import MemoryTill, add, open_memory_till, sell


def give_back(till: MemoryTill, number: int, quantity: int) -> str:
    return till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series="A",
            number=number,
            line_sequence=1,
            quantity_micro=quantity * 1_000_000,
        )
    ).transaction_id


def test_goods_that_came_back_in_the_meantime_do_not_come_back_twice() -> None:
    till = open_memory_till()
    sold = sell(till, quantity=3)
    waiting = give_back(till, sold.number, 2)
    till.use_cases.suspend_transaction(SuspendTransaction())
    give_back(till, sold.number, 2)
    till.use_cases.pay_cash_exact(PayCashExact())
    till.use_cases.retrieve_transaction(RetrieveTransaction(transaction_id=waiting))

    with pytest.raises(ReturnExceedsSoldError, match="void the line"):
        till.use_cases.pay_cash_exact(PayCashExact())

    till.use_cases.void_line(VoidLine(line_sequence=1))
    give_back(till, sold.number, 1)
    till.use_cases.pay_cash_exact(PayCashExact())
    finished = till.ledger.state.finished[sold.transaction_id]
    assert finished.lines[0].left_micro == 0
    assert finished.lines[0].returned_minor == 447


def test_goods_of_a_sale_that_was_voided_in_the_meantime_do_not_come_back() -> None:
    till = open_memory_till()
    sold = sell(till, quantity=3)
    give_back(till, sold.number, 2)
    till.use_cases.void_transaction(
        VoidTransaction(series="A", number=sold.number, reason="wrong")
    )

    with pytest.raises(NotReturnableError, match="void the line"):
        till.use_cases.pay_cash_exact(PayCashExact())


def test_event_of_a_return_depends_on_each_original_once() -> None:
    till = open_memory_till()
    first = sell(till, quantity=3)
    second = sell(till, quantity=3)
    give_back(till, second.number, 1)
    give_back(till, first.number, 1)
    give_back(till, second.number, 1)
    add(till)

    completed = till.use_cases.pay_cash_exact(PayCashExact())

    event = till.ledger.events[-1]
    assert event.deps == (second.transaction_id, first.transaction_id)
    assert isinstance(event.body, SaleCompleted)
    assert [line.kind for line in event.body.lines] == [
        "return",
        "return",
        "return",
        "sale",
    ]
    assert [line.price_source for line in event.body.lines] == [
        "receipt",
        "receipt",
        "receipt",
        "catalog",
    ]
    assert completed.gross_minor == -298


def test_tenders_are_summed_by_method() -> None:
    def tender(method: str, amount: int) -> TenderLineItem:
        return TenderLineItem(
            sequence=1,
            method=method,
            amount_minor=amount,
            given_minor=amount,
            change_minor=0,
        )

    tenders = (tender("cash", 5), tender("card", 7), tender("cash", -2))

    assert tenders_by_method(tenders) == (("card", 7), ("cash", 3))
