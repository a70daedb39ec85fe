"""Find a finished transaction by its receipt."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.returning.finished_view import FinishedView
from terminal.application.returning.receipt_lookup import require_receipt
from terminal.application.returning.views import finished_view
from terminal.application.standing import require_session
from terminal.domain.access.permissions import SELL
from terminal.domain.receipt_code import parse_receipt_text


class FindReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The receipt was scanned or keyed.

    Attributes:
        receipt_text: ``A-000123``, ``A-000123 9f3c2a1b`` or the printed bar code.
    """

    receipt_text: str


class FindReceiptHandler(Handler[FindReceipt, FinishedView]):
    """Looks the receipt up in this till's ledger."""

    @override
    def _handle(self, command: FindReceipt) -> FinishedView:
        code = parse_receipt_text(command.receipt_text)
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), SELL)
            finished = require_receipt(uow, code)
            view = finished_view(finished, uow.store.currency)
            uow.commit()
        return view
