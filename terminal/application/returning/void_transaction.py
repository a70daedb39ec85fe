"""Undo a finished transaction by a voiding one."""

import msgspec
from typing_extensions import override

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.sale_parts_v2 import Tender
from sync.protocol.events.transaction_voided_v1 import VoidedTransaction
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import ReceiptNumber
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.sale_receipt import void_receipt
from terminal.application.returning.finished_view import VoidedView
from terminal.application.returning.receipt_lookup import require_finished
from terminal.application.standing import Standing, require_reason, require_standing
from terminal.application.tendering.completion import tenders_by_method
from terminal.application.tendering.redeeming import require_usable_again
from terminal.application.tendering.sale_event import (
    event_points,
    event_redemptions,
    event_taxes,
)
from terminal.domain.access.permissions import TRANSACTION_VOID
from terminal.domain.errors import NotReturnableError
from terminal.domain.member.coupon_ledger import undone
from terminal.domain.member.points_ledger import mirrored
from terminal.domain.receipt_code import receipt_number, receipt_text
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.transaction.finished_transaction import FinishedTransaction


class VoidTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A finished transaction must not count; its tender goes back."""

    series: str
    number: int
    reason: str


class VoidTransactionHandler(Handler[VoidTransaction, VoidedView]):
    """Mirrors a finished transaction; what it took back may be returned again."""

    @override
    def _handle(self, command: VoidTransaction) -> VoidedView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TRANSACTION_VOID)
            reason = require_reason(command.reason)
            original = require_finished(uow, command.series, command.number)
            _require_voidable(original)
            again = undone(original.given_back, original.event_id)
            require_usable_again(uow, again)
            number = uow.numbers.next()
            body = _event_body(
                original,
                standing,
                number,
                transaction_id=self._services.ids.new(),
                reason=reason,
                at_ms=self._clock.wall_ms(),
            )
            tenders = tenders_by_method(original.tenders)
            appended = uow.events.append(
                body,
                event_id=body.transaction_id,
                control=ControlTotals(
                    count=1,
                    gross_minor=body.gross_minor,
                    tax_minor=body.tax_minor,
                    tenders=tuple((method, -amount) for method, amount in tenders),
                    quantity_micro=-_quantity_micro(original),
                ),
                business_day=standing.business_day,
                deps=(original.event_id,),
            )
            if body.drawer_opened:
                uow.print_jobs.add(PrintJobKind.DRAWER, None)
            uow.print_jobs.add(
                PrintJobKind.RECEIPT,
                void_receipt(original, body, appended.hash_hex, uow.store),
            )
            uow.commit()
        return VoidedView(
            event_id=appended.event_id,
            series=number.series,
            number=number.number,
            receipt_text=receipt_text(number.series, number.number, appended.hash_hex),
            event_hash=appended.hash_hex,
            seq=appended.seq,
            gross_minor=body.gross_minor,
        )


def _require_voidable(original: FinishedTransaction) -> None:
    name = receipt_number(original.series, original.number)
    if original.voided_by is not None:
        raise NotReturnableError(f"{name} is voided already; nothing is left to do")
    if any(line.returned_micro for line in original.lines):
        raise NotReturnableError(
            f"goods of {name} came back already; return the rest instead of voiding"
        )


def _quantity_micro(original: FinishedTransaction) -> int:
    return sum(line.quantity_micro for line in original.lines if not line.is_voided)


def _event_body(
    original: FinishedTransaction,
    standing: Standing,
    number: ReceiptNumber,
    *,
    transaction_id: str,
    reason: str,
    at_ms: int,
) -> TransactionVoided:
    return TransactionVoided(
        transaction_id=transaction_id,
        series=number.series,
        number=number.number,
        voids=VoidedTransaction(
            event_id=original.event_id,
            series=original.series,
            number=original.number,
        ),
        till_period_id=standing.till_period_id,
        business_day=standing.business_day,
        operator_id=standing.session.operator_id,
        session_id=standing.session.session_id,
        currency=original.currency,
        drawer_opened=any(tender.method == CASH for tender in original.tenders),
        taxes=event_taxes(original.taxes, sign=-1),
        points=event_points(mirrored(original.points, original.event_id)),
        given_back=event_redemptions(undone(original.given_back, original.event_id)),
        tenders=tuple(
            Tender(
                sequence=tender.sequence,
                method=tender.method,
                amount_minor=-tender.amount_minor,
                given_minor=-tender.amount_minor,
                rounding_minor=-tender.rounding_minor,
                # What was kept of foreign cash goes back in the store's currency.
            )
            for tender in original.tenders
        ),
        gross_minor=-original.gross_minor,
        tax_minor=-original.tax_minor,
        rounding_minor=-original.rounding_minor,
        reason=reason,
        at_ms=at_ms,
    )
