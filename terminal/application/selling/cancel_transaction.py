"""Give up the open transaction."""

import msgspec
from typing_extensions import override

from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from terminal.application.handler import Handler
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
            number = uow.numbers.next()
            appended = uow.events.append(
                TransactionCancelled(
                    transaction_id=transaction.transaction_id,
                    series=number.series,
                    number=number.number,
                    till_period_id=standing.till_period_id,
                    business_day=standing.business_day,
                    operator_id=standing.session.operator_id,
                    session_id=standing.session.session_id,
                    lines=transaction.line_count,
                    gross_minor=transaction.total_minor,
                    currency=transaction.header.currency.code,
                    reason=reason,
                    source_reference=transaction.header.source_reference,
                    at_ms=self._clock.wall_ms(),
                ),
                event_id=transaction.transaction_id,
                business_day=standing.business_day,
            )
            uow.baskets.discard(transaction.transaction_id)
            uow.commit()
        return CancelledView(
            transaction_id=transaction.transaction_id,
            series=number.series,
            number=number.number,
            seq=appended.seq,
            event_hash=appended.hash_hex,
        )
