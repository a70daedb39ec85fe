"""Undo a loan, pickup, paid in, paid out or safe drop by a mirrored one."""

import msgspec
from typing_extensions import override

from sync.protocol.events.tender_control_recorded_v1 import (
    TenderControlRecorded,
    VoidedTenderControl,
)
from terminal.application.approval import (
    Approval,
    identify_approver,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.standing import Standing, require_reason
from terminal.application.till_control.record_tender_control import (
    TENDER_CONTROL_NUMBERS,
    record_tender_control,
)
from terminal.application.till_control.till_view import TenderControlView
from terminal.domain.access.permissions import SELL, TILL_VOID_CONTROL
from terminal.domain.errors import (
    TenderControlVoidedError,
    UnknownTenderControlError,
)
from terminal.domain.receipt_code import receipt_number
from terminal.domain.till.tender_control import TenderControlTransaction


class VoidTenderControl(msgspec.Struct, frozen=True, kw_only=True):
    """A movement was recorded by mistake; the tender goes back where it was."""

    series: str
    number: int
    reason: str
    approval: Approval | None = None


class VoidTenderControlHandler(Handler[VoidTenderControl, TenderControlView]):
    """Mirrors a movement of the running till period; both stay in the ledger."""

    @override
    def _handle(self, command: VoidTenderControl) -> TenderControlView:
        approver = identify_approver(self._services, command.approval)
        with self._ledger.final() as uow:
            authority = require_authority(uow, approver, SELL)
            authority.require(TILL_VOID_CONTROL)
            standing = authority.standing
            original = uow.till.find_tender_control(command.series, command.number)
            if original is None:
                name = receipt_number(command.series[:8], command.number)
                raise UnknownTenderControlError(
                    f"nothing was recorded as {name}; look at the slip again",
                    number=name,
                )
            _require_voidable(original, standing)
            now_ms = self._clock.wall_ms()
            number = uow.numbers.next(TENDER_CONTROL_NUMBERS)
            body = TenderControlRecorded(
                series=number.series,
                number=number.number,
                kind=original.kind.value,
                till_period_id=standing.till_period_id,
                business_day=standing.business_day,
                operator_id=standing.session.operator_id,
                session_id=standing.session.session_id,
                method=original.method,
                currency=original.currency,
                amount_minor=-original.amount_minor,
                reason=require_reason(command.reason),
                reference=original.reference,
                voids=VoidedTenderControl(
                    event_id=original.event_id,
                    series=original.series,
                    number=original.number,
                ),
                authorised_by=authority.approved_by,
                at_ms=now_ms,
            )
            authority.record(uow, type(command).__name__, now_ms)
            view = record_tender_control(uow, body, deps=(original.event_id,))
            uow.commit()
        return view


def _require_voidable(original: TenderControlTransaction, standing: Standing) -> None:
    name = receipt_number(original.series, original.number)
    if original.voided_by is not None:
        raise TenderControlVoidedError(f"{name} is voided already; nothing is left")
    if original.voids_event_id is not None:
        raise TenderControlVoidedError(
            f"{name} is a void itself; record the movement again instead"
        )
    if original.till_period_id != standing.till_period_id:
        # Its settlement counted with it: the books of that period are closed.
        raise TenderControlVoidedError(
            f"{name} belongs to a settled till period; record the opposite movement"
            " with its reason instead"
        )
