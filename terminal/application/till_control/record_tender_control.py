"""Record a loan, pickup, paid in, paid out or safe drop."""

from typing import Final

import msgspec
from typing_extensions import override

from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from terminal.application.approval import (
    Approval,
    Authority,
    identify_approver,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.tender_control_slip import tender_control_slips
from terminal.application.standing import require_reason
from terminal.application.tendering.methods import is_method
from terminal.application.tendering.rate_of_day import rate_of_day
from terminal.application.till_control.till_view import TenderControlView
from terminal.domain.access.permissions import (
    SELL,
    TILL_LOAN,
    TILL_PAID_IN,
    TILL_PAID_OUT,
    TILL_PICKUP,
    TILL_SAFE_DROP,
    TILL_SEE_EXPECTED,
)
from terminal.domain.errors import (
    AboveLimitError,
    DrawerExceededError,
    InvalidAmountError,
    InvalidReferenceError,
)
from terminal.domain.money import AMOUNT_MINOR_MAX, Rounding
from terminal.domain.plain_text import is_plain
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.denominations import currency_exponent, is_cash_currency
from terminal.domain.till.tender_control import TenderControlKind, signed_amount
from terminal.domain.till.till_state import SessionState

TENDER_CONTROL_NUMBERS: Final = "tender_control"
"""The kind of number series that tender control transactions have."""

REFERENCE_LENGTH_MAX: Final = 64

_LIMIT: Final = "tender_control_minor_max"

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
        approval: Who lends the permission or the limit.
    """

    kind: TenderControlKind
    amount_minor: int
    reason: str
    reference: str | None = None
    method: str = CASH
    currency: str | None = None
    is_confirmed: bool = False
    approval: Approval | None = None


class RecordTenderControlHandler(Handler[RecordTenderControl, TenderControlView]):
    """Records it with a number of its own, opens the drawer, prints two slips.

    A till never forces: who may see what is expected is warned once that more would
    go out than should be there; who may not is not told, for that would tell what is
    in the drawer.  Either way the event says so, and the report too.
    """

    @override
    def _handle(self, command: RecordTenderControl) -> TenderControlView:
        amount = signed_amount(command.kind, command.amount_minor)
        approver = identify_approver(self._services, command.approval)
        with self._ledger.final() as uow:
            authority = require_authority(uow, approver, SELL)
            method, currency = _tender_of(command, uow.store.currency.code)
            _require_limit(uow, authority, command, currency)
            now_ms = self._clock.wall_ms()
            number = uow.numbers.next(TENDER_CONTROL_NUMBERS)
            standing = authority.standing
            body = TenderControlRecorded(
                series=number.series,
                number=number.number,
                kind=command.kind.value,
                till_period_id=standing.till_period_id,
                business_day=standing.business_day,
                operator_id=standing.session.operator_id,
                session_id=standing.session.session_id,
                method=method,
                currency=currency,
                amount_minor=amount,
                reason=require_reason(command.reason),
                reference=_checked_reference(command.reference),
                authorised_by=authority.approved_by,
                at_ms=now_ms,
            )
            if _exceeds_drawer(uow, body):
                _require_confirmed(command, standing.session)
                body = msgspec.structs.replace(body, exceeds_drawer=True)
            authority.record(uow, type(command).__name__, now_ms)
            view = record_tender_control(uow, body)
            uow.commit()
        return view


def _tender_of(command: RecordTenderControl, store_currency: str) -> tuple[str, str]:
    """Return method and currency of what moves.

    Raises:
        InvalidReferenceError: no code of a currency, or no name of a tender.
    """
    currency = command.currency or store_currency
    if not is_method(command.method) or not is_cash_currency(currency, store_currency):
        raise InvalidReferenceError(
            "there is no such tender; choose one from the list",
            method=command.method[:REFERENCE_LENGTH_MAX],
        )
    return command.method, currency


def _require_limit(
    uow: UnitOfWork, authority: Authority, command: RecordTenderControl, currency: str
) -> None:
    """Pass if the amount, as it is worth in the store, is within the limit.

    Raises:
        InvalidAmountError: there is a limit and no rate to compare with it.
    """
    permission = PERMISSION_OF[command.kind]
    worth_minor = command.amount_minor
    if currency != uow.store.currency.code:
        day = authority.standing.business_day
        try:
            rate = rate_of_day(uow, currency, day)
        except InvalidAmountError as no_rate:
            # Whoever has no limit needs no rate either.
            try:
                authority.require_within(permission, _LIMIT, AMOUNT_MINOR_MAX)
            except AboveLimitError:
                raise no_rate from None
            return
        worth_minor = rate.to_store(command.amount_minor, Rounding.AWAY_FROM_ZERO)
    authority.require_within(permission, _LIMIT, worth_minor)


def _exceeds_drawer(uow: UnitOfWork, body: TenderControlRecorded) -> bool:
    if body.amount_minor > 0:
        return False
    held = sum(
        tender.amount_minor
        for tender in uow.till.totals(body.till_period_id).expected()
        if (tender.method, tender.currency) == (body.method, body.currency)
    )
    return held + body.amount_minor < 0


def _require_confirmed(command: RecordTenderControl, session: SessionState) -> None:
    if not command.is_confirmed and TILL_SEE_EXPECTED in session.permissions:
        raise DrawerExceededError(
            "more would leave the till than it should hold; count it, or confirm to"
            " record it all the same",
            amount_minor=command.amount_minor,
        )


def record_tender_control(
    uow: UnitOfWork, body: TenderControlRecorded, *, deps: tuple[str, ...] = ()
) -> TenderControlView:
    """Append the event, open the drawer and queue both slips, inside a unit."""
    appended = uow.events.append(body, business_day=body.business_day, deps=deps)
    document = tender_control_slips(body, appended.hash_hex, uow.store)
    home = uow.store.currency
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
        exponent=(
            home.exponent
            if body.currency == home.code
            else currency_exponent(body.currency)
        ),
        is_void=body.voids is not None,
        document=document,
    )


def _checked_reference(reference: str | None) -> str | None:
    line = " ".join((reference or "").split())
    if len(line) > REFERENCE_LENGTH_MAX or not is_plain(line):
        raise InvalidReferenceError(
            f"a reference has at most {REFERENCE_LENGTH_MAX} plain characters; key it"
            " again",
            limit=REFERENCE_LENGTH_MAX,
        )
    return line or None
