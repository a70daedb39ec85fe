"""A receipt leads to its transaction and what is left of it."""

from __future__ import annotations

import pytest

from terminal.application.returning.find_receipt import FindReceipt
from terminal.domain.errors import NotSignedOnError, ReceiptNotFoundError
from tests.fakes.till import MemoryTill, open_memory_till, sell


def test_receipt_is_found_by_number_text_and_bar_code() -> None:
    till = open_memory_till()
    sold = sell(till, quantity=3)

    views = [
        till.use_cases.find_receipt(FindReceipt(receipt_text=text))
        for text in (
            "a-1",
            sold.receipt_text,
            sold.receipt_text.replace(" ", "-").upper(),
        )
    ]

    assert views[0] == views[1] == views[2]
    assert views[0].event_id == sold.transaction_id
    assert views[0].receipt_text == sold.receipt_text
    assert views[0].lines[0].left_micro == 3_000_000


def test_receipt_with_another_hash_is_of_another_till() -> None:
    till = open_memory_till()
    sell(till)

    with pytest.raises(ReceiptNotFoundError, match="no center to ask"):
        till.use_cases.find_receipt(FindReceipt(receipt_text="A-000001 00000000"))


def test_somebody_must_be_signed_on() -> None:
    with pytest.raises(NotSignedOnError):
        MemoryTill().use_cases.find_receipt(FindReceipt(receipt_text="A-1"))
