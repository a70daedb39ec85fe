"""Put the open transaction aside."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.leaving_unpaid import suspend
from terminal.application.selling.sale_view import SuspendedView
from terminal.application.standing import (
    require_no_tender,
    require_open_transaction,
    require_standing,
)
from terminal.domain.access.permissions import TRANSACTION_SUSPEND


class SuspendTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The shopper forgot something; the next one is served first."""


class SuspendTransactionHandler(Handler[SuspendTransaction, SuspendedView]):
    """Puts the transaction aside and records it."""

    @override
    def _handle(self, command: SuspendTransaction) -> SuspendedView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TRANSACTION_SUSPEND)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            view = suspend(uow, standing, transaction, self._clock.wall_ms())
            uow.commit()
        return view
