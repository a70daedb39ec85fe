"""Put the open transaction aside."""

import msgspec
from typing_extensions import override

from sync.protocol.events.transaction_suspended_v1 import TransactionSuspended
from terminal.application.handler import Handler
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
            now_ms = self._clock.wall_ms()
            uow.events.append(
                TransactionSuspended(
                    transaction_id=transaction.transaction_id,
                    operator_id=standing.session.operator_id,
                    session_id=standing.session.session_id,
                    lines=transaction.item_count,
                    gross_minor=transaction.total_minor,
                    currency=transaction.header.currency.code,
                    at_ms=now_ms,
                ),
                business_day=standing.business_day,
            )
            uow.baskets.suspend(transaction.transaction_id, now_ms)
            uow.commit()
        return SuspendedView(
            transaction_id=transaction.transaction_id,
            opened_at_ms=transaction.header.opened_at_ms,
            suspended_at_ms=now_ms,
            operator_id=transaction.header.operator_id,
            line_count=transaction.item_count,
            total_minor=transaction.total_minor,
        )
