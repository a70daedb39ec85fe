"""Finds the finished transaction that a receipt means."""

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import ReceiptNotFoundError
from terminal.domain.receipt_code import ReceiptCode, receipt_number
from terminal.domain.transaction.finished_transaction import FinishedTransaction


def require_finished(uow: UnitOfWork, series: str, number: int) -> FinishedTransaction:
    """Return the completed transaction with this number.

    Raises:
        ReceiptNotFoundError: this till has none; cancelled and voiding
            transactions have numbers, but nothing to return.
    """
    finished = uow.finished.find_by_receipt(series, number)
    if finished is None:
        raise ReceiptNotFoundError(
            f"this till has no sale {receipt_number(series, number)[:40]}; check the"
            " number and the store on the receipt",
            receipt=receipt_number(series, number)[:40],
        )
    return finished


def require_receipt(uow: UnitOfWork, code: ReceiptCode) -> FinishedTransaction:
    """Return the completed transaction that the receipt belongs to.

    Raises:
        ReceiptNotFoundError: there is none, or its hash is another one: the
            receipt is of another till, or of this one before it was restored.
    """
    finished = require_finished(uow, code.series, code.number)
    if code.hash8 is not None and not finished.event_hash.startswith(code.hash8):
        raise ReceiptNotFoundError(
            f"{receipt_number(code.series, code.number)} of this till is another sale;"
            " check the store and till on the receipt",
            receipt=receipt_number(code.series, code.number),
        )
    return finished
