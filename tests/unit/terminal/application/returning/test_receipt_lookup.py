"""Only completed transactions of this till are found."""

from __future__ import annotations

import pytest

from terminal.application.returning.receipt_lookup import (
    find_own,
    require_finished,
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
        assert find_own(uow, ReceiptCode("A", 1, None)) == finished
        same = find_own(uow, ReceiptCode("A", 1, sold.event_hash[:8]))
        other = find_own(uow, ReceiptCode("A", 1, "0" * 8))
        missing = find_own(uow, ReceiptCode("A", 2, None))
    assert same is not None
    assert same.event_id == sold.transaction_id
    assert other is None
    assert missing is None


def test_cancelled_transaction_has_a_number_but_nothing_to_return() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.cancel_transaction(CancelTransaction())

    with till.ledger.draft() as uow, pytest.raises(ReceiptNotFoundError):
        require_finished(uow, "A", 1)
