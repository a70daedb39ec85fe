"""Record a loan, pickup, paid in, paid out or safe drop."""

from typing import Final

import msgspec
from typing_extensions import override

from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.tender_control_slip import tender_control_slips
from terminal.application.standing import Standing, require_reason, require_standing
from terminal.application.till_control.till_view import TenderControlView
from terminal.domain.access.permissions import (
    TILL_LOAN,
    TILL_PAID_IN,
    TILL_PAID_OUT,
    TILL_PICKUP,
    TILL_SAFE_DROP,
    TILL_SEE_EXPECTED,
)
from terminal.domain.errors import (
    AmountAboveLimitError,
    DrawerExceededError,
    InvalidReferenceError,
)
from terminal.domain.plain_text import is_plain
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.tender_control import TenderControlKind, signed_amount

TENDER_CONTROL_NUMBERS: Final = "tender_control"
"""The kind of number series that tender control transactions have."""

REFERENCE_LENGTH_MAX: Final = 64

PERMISSION_OF: Final[dict[TenderControlKind, str]] = {
    TenderControlKind.LOAN: TILL_LOAN,
    TenderControlKind.PICKUP: TILL_PICKUP,
    TenderControlKind.PAID_IN: TILL_PAID_IN,
    TenderControlKind.PAID_OUT: TILL_PAID_OUT,
    TenderControlKind.SAFE_DROP: TILL_SAFE_DROP,
}


class RecordTenderControl(msgspec.Struct, frozen=True, kw_only=True):
    """Tender goes into or out of the till without a sale.

    Attributes:
        amount_minor: Above zero, in `currency`; the kind says which way it goes.
        reference: Number of the bag or the voucher.
        method: Which tender moves.
        currency: ISO 4217 code; None for the store's own.
        is_confirmed: The operator was told that the till is not expected to hold
            so much, and means it.
    """

    kind: TenderControlKind
    amount_minor: int
    reason: str
    reference: str | None = None
    method: str = CASH
    currency: str | None = None
    is_confirmed: bool = False


class RecordTenderControlHandler(Handler[RecordTenderControl, TenderControlView]):
    """Records it with a number of its own, opens the drawer, prints two slips."""

    @override
    def _handle(self, command: RecordTenderControl) -> TenderControlView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, PERMISSION_OF[command.kind])
            amount = signed_amount(command.kind, command.amount_minor)
            currency = command.currency or uow.store.currency.code
            _require_within_limit(uow, standing, command.amount_minor)
            exceeds = _exceeds_drawer(uow, standing, command, currency, amount)
            may_see = TILL_SEE_EXPECTED in standing.session.permissions
            if exceeds and may_see and not command.is_confirmed:
                raise DrawerExceededError(
                    "more would leave the till than it should hold; count it, or"
                    " confirm to record it all the same",
                    amount_minor=command.amount_minor,
                )
            number = uow.numbers.next(TENDER_CONTROL_NUMBERS)
            body = TenderControlRecorded(
                series=number.series,
                number=number.number,
                kind=command.kind.value,
                till_period_id=standing.till_period_id,
                business_day=standing.business_day,
                operator_id=standing.session.operator_id,
                session_id=standing.session.session_id,
                method=command.method,
                currency=currency,
                amount_minor=amount,
                reason=require_reason(command.reason),
                reference=_checked_reference(command.reference),
                exceeds_drawer=exceeds,
                at_ms=self._clock.wall_ms(),
            )
            view = record_tender_control(uow, body)
            uow.commit()
        return view


def record_tender_control(
    uow: UnitOfWork, body: TenderControlRecorded, *, deps: tuple[str, ...] = ()
) -> TenderControlView:
    """Append the event, open the drawer and queue both slips, inside a unit."""
    appended = uow.events.append(body, business_day=body.business_day, deps=deps)
    document = tender_control_slips(body, appended.hash_hex, uow.store)
    uow.print_jobs.add(PrintJobKind.DRAWER, None)
    uow.print_jobs.add(PrintJobKind.RECEIPT, document)
    return TenderControlView(
        event_id=appended.event_id,
        series=body.series,
        number=body.number,
        kind=TenderControlKind(body.kind),
        method=body.method,
        amount_minor=body.amount_minor,
        currency=body.currency,
        exponent=uow.store.currency.exponent,
        is_void=body.voids is not None,
        document=document,
    )


def _require_within_limit(
    uow: UnitOfWork, standing: Standing, amount_minor: int
) -> None:
    limit = uow.store.till.control_limit_minor(standing.session.role)
    if limit is not None and amount_minor > limit:
        raise AmountAboveLimitError(
            f"{standing.session.name} may move {limit} at most at once; ask a"
            " supervisor, or move it in parts",
            limit_minor=limit,
            amount_minor=amount_minor,
        )


def _exceeds_drawer(
    uow: UnitOfWork,
    standing: Standing,
    command: RecordTenderControl,
    currency: str,
    amount: int,
) -> bool:
    if amount > 0:
        return False
    expected = next(
        (
            tender.amount_minor
            for tender in uow.till.totals(standing.till_period_id).expected()
            if (tender.method, tender.currency) == (command.method, currency)
        ),
        0,
    )
    return expected + amount < 0


def _checked_reference(reference: str | None) -> str | None:
    line = " ".join((reference or "").split())
    if len(line) > REFERENCE_LENGTH_MAX or not is_plain(line):
        raise InvalidReferenceError(
            f"a reference has at most {REFERENCE_LENGTH_MAX} plain characters; key it"
            " again",
            limit=REFERENCE_LENGTH_MAX,
        )
    return line or None
