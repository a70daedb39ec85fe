"""Only completed transactions of this till are found."""

from __future__ import annotations

import pytest

from terminal.application.returning.receipt_lookup import (
    require_finished,
    require_receipt,
)
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.domain.errors import ReceiptNotFoundError
from terminal.domain.receipt_code import ReceiptCode
from tests.fakes.till import add, open_memory_till, sell


def test_number_and_matching_hash_lead_to_the_transaction() -> None:
    till = open_memory_till()
    sold = sell(till)

    with till.ledger.draft() as uow:
        finished = require_finished(uow, "A", 1)
        assert require_receipt(uow, ReceiptCode("A", 1, None)) == finished
        same = require_receipt(uow, ReceiptCode("A", 1, sold.event_hash[:8]))
    assert same.event_id == sold.transaction_id


def test_cancelled_transaction_has_a_number_but_nothing_to_return() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.cancel_transaction(CancelTransaction())

    with till.ledger.draft() as uow, pytest.raises(ReceiptNotFoundError):
        require_finished(uow, "A", 1)
