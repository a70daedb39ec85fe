"""Print a copy of a receipt."""

import msgspec
from typing_extensions import override

from sync.protocol.events.receipt_reprinted_v1 import ReceiptReprinted
from terminal.application.handler import Handler
from terminal.application.receipts.document import ReceiptDocument
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.sale_receipt import sale_receipt
from terminal.application.returning.receipt_lookup import require_finished
from terminal.application.standing import require_session
from terminal.domain.access.permissions import RECEIPT_REPRINT


class ReprintReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The shopper lost the paper.

    Attributes:
        is_printed: Whether the copy goes to the printer; one that leaves the till in
            another way is a copy all the same.
    """

    series: str
    number: int
    is_printed: bool = True


class ReprintReceiptHandler(Handler[ReprintReceipt, ReceiptDocument]):
    """Counts the copy, records it and, to be printed, queues it with its COPY mark."""

    @override
    def _handle(self, command: ReprintReceipt) -> ReceiptDocument:
        with self._ledger.final() as uow:
            state = uow.till.state()
            session = require_session(state, RECEIPT_REPRINT)
            finished = require_finished(uow, command.series, command.number)
            copy_number = finished.copies + 1
            day = state.business_day
            uow.events.append(
                ReceiptReprinted(
                    original_event_id=finished.event_id,
                    series=finished.series,
                    number=finished.number,
                    copy_number=copy_number,
                    operator_id=session.operator_id,
                    session_id=session.session_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=None if day is None else day.business_day,
                deps=(finished.event_id,),
            )
            document = sale_receipt(finished, uow.store, copy_number=copy_number)
            if command.is_printed:
                uow.print_jobs.add(PrintJobKind.RECEIPT, document)
            uow.commit()
        return document
