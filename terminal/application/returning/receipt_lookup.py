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


def find_own(uow: UnitOfWork, code: ReceiptCode) -> FinishedTransaction | None:
    """Return the completed transaction of this till that the receipt belongs to.

    None when there is none, or its hash is another one: the receipt is of another
    till, or of this one before it was restored.
    """
    finished = uow.finished.find_by_receipt(code.series, code.number)
    if finished is None:
        return None
    if code.hash8 is not None and not finished.event_hash.startswith(code.hash8):
        return None
    return finished
