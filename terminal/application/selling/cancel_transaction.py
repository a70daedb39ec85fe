"""Give up the open transaction."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.leaving_unpaid import cancel
from terminal.application.selling.sale_view import CancelledView
from terminal.application.standing import (
    require_no_tender,
    require_open_transaction,
    require_reason,
    require_standing,
)
from terminal.domain.access.permissions import TRANSACTION_CANCEL


class CancelTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The open transaction ends unpaid; it gets a number and is recorded."""

    reason: str | None = None


class CancelTransactionHandler(Handler[CancelTransaction, CancelledView]):
    """Ends the transaction with a number and a record, but without money."""

    @override
    def _handle(self, command: CancelTransaction) -> CancelledView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TRANSACTION_CANCEL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            reason = None if command.reason is None else require_reason(command.reason)
            view = cancel(uow, standing, transaction, reason, self._clock.wall_ms())
            uow.commit()
        return view
