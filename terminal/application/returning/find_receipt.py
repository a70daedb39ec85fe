"""Find a finished transaction by its receipt."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.returning.finished_view import FinishedView
from terminal.application.returning.receipt_lookup import find_own
from terminal.application.returning.views import finished_view
from terminal.application.standing import require_session
from terminal.domain.access.permissions import SELL
from terminal.domain.receipt_code import ReceiptCode, parse_receipt_text


class FindReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The receipt was scanned or keyed.

    Attributes:
        receipt_text: ``A-000123``, ``A-000123 9f3c2a1b`` or the printed bar code.
    """

    receipt_text: str


class FindReceiptHandler(Handler[FindReceipt, FinishedView]):
    """Looks the receipt up in this till's ledger, else at the center.

    The center is asked for at most 2 s, outside of any unit of work.
    """

    @override
    def _handle(self, command: FindReceipt) -> FinishedView:
        code = parse_receipt_text(command.receipt_text)
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), SELL)
            finished = find_own(uow, code)
            view = (
                None
                if finished is None
                else finished_view(finished, uow.store.currency)
            )
            uow.commit()
        return view or self._look_up(code)

    def _look_up(self, code: ReceiptCode) -> FinishedView:
        # Not with the module: most receipts are this till's own.
        from terminal.application.returning.foreign_receipt import look_up, read_foreign

        receipt = look_up(self._services, code)
        finished = read_foreign(receipt)
        with self._ledger.draft() as uow:
            before = uow.foreign.find(receipt.event_id)
            if before is not None:
                receipt = msgspec.structs.replace(receipt, unsure=before.unsure)
            uow.foreign.save(receipt, self._clock.wall_ms())
            view = finished_view(finished, uow.store.currency)
            uow.commit()
        return msgspec.structs.replace(
            view, workstation=receipt.found.workstation, store=receipt.found.store
        )
