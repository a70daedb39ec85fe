"""Take up a suspended transaction again."""

import msgspec
from typing_extensions import override

from sync.protocol.events.transaction_retrieved_v1 import TransactionRetrieved
from terminal.application.handler import Handler
from terminal.application.selling.repricing import reprice_limited
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_open_transaction, require_standing
from terminal.domain.access.permissions import TRANSACTION_SUSPEND
from terminal.domain.errors import UnknownTransactionError


class RetrieveTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The shopper is back."""

    transaction_id: str


class RetrieveTransactionHandler(Handler[RetrieveTransaction, SaleView]):
    """Makes the suspended transaction the open one and records it."""

    @override
    def _handle(self, command: RetrieveTransaction) -> SaleView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TRANSACTION_SUSPEND)
            require_no_open_transaction(uow)
            transaction = uow.baskets.retrieve(command.transaction_id)
            if transaction is None:
                raise UnknownTransactionError(
                    "no such transaction is suspended; choose one of the list",
                    transaction_id=command.transaction_id[:64],
                )
            reprice_limited(uow, self._services, transaction)
            uow.baskets.save(transaction)
            uow.events.append(
                TransactionRetrieved(
                    transaction_id=transaction.transaction_id,
                    operator_id=standing.session.operator_id,
                    session_id=standing.session.session_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=standing.business_day,
            )
            uow.commit()
        return sale_view(transaction)
