"""What becomes of an open transaction that is not paid: put aside or given up."""

from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_suspended_v1 import TransactionSuspended
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.sale_view import CancelledView, SuspendedView
from terminal.application.standing import Standing
from terminal.domain.transaction.retail_transaction import RetailTransaction


def suspend(
    uow: UnitOfWork, standing: Standing, transaction: RetailTransaction, at_ms: int
) -> SuspendedView:
    """Record the open transaction as put aside, inside a unit that may append."""
    uow.events.append(
        TransactionSuspended(
            transaction_id=transaction.transaction_id,
            operator_id=standing.session.operator_id,
            session_id=standing.session.session_id,
            lines=transaction.item_count,
            gross_minor=transaction.total_minor,
            currency=transaction.header.currency.code,
            at_ms=at_ms,
        ),
        business_day=standing.business_day,
    )
    uow.baskets.suspend(transaction.transaction_id, at_ms)
    return SuspendedView(
        transaction_id=transaction.transaction_id,
        opened_at_ms=transaction.header.opened_at_ms,
        suspended_at_ms=at_ms,
        operator_id=transaction.header.operator_id,
        line_count=transaction.item_count,
        total_minor=transaction.total_minor,
    )


def cancel(
    uow: UnitOfWork,
    standing: Standing,
    transaction: RetailTransaction,
    reason: str | None,
    at_ms: int,
) -> CancelledView:
    """Give the open transaction a number and a record, but no money."""
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
            at_ms=at_ms,
        ),
        event_id=transaction.transaction_id,
        business_day=standing.business_day,
    )
    uow.baskets.discard(transaction.transaction_id)
    return CancelledView(
        transaction_id=transaction.transaction_id,
        series=number.series,
        number=number.number,
        seq=appended.seq,
        event_hash=appended.hash_hex,
    )
