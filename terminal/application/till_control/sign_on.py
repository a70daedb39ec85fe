"""Sign an operator on."""

import msgspec
from typing_extensions import override

from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from terminal.application.handler import Handler
from terminal.application.identification import NotIdentified, identify
from terminal.application.ports.operators import OperatorRecord
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.till_control.till_view import SessionView
from terminal.domain.access.permissions import permissions_of
from terminal.domain.errors import SignOnRefusedError
from terminal.domain.till.till_state import TillState


class SignOn(msgspec.Struct, frozen=True, kw_only=True):
    """An operator keyed a PIN."""

    operator_id: str
    pin: str


class SignOnHandler(Handler[SignOn, SessionView]):
    """Opens a session, or records the failure.

    Whoever signs on ends the session before, so a till left alone is no dead
    end; both are in the ledger, and an open transaction stays open.
    """

    @override
    def _handle(self, command: SignOn) -> SessionView:
        found = identify(self._services, command.operator_id, command.pin)
        if isinstance(found, NotIdentified):
            raise SignOnRefusedError(
                "operator and PIN do not go together; try again in"
                f" {found.wait_ms // 1000} s",
                wait_ms=found.wait_ms,
            )
        with self._ledger.final() as uow:
            view = self._sign_on(uow, found)
            uow.commit()
        return view

    def _sign_on(self, uow: UnitOfWork, record: OperatorRecord) -> SessionView:
        state = uow.till.state()
        now_ms = self._clock.wall_ms()
        if state.session is not None:
            uow.events.append(
                OperatorSignedOff(
                    operator_id=state.session.operator_id,
                    session_id=state.session.session_id,
                    at_ms=now_ms,
                ),
                business_day=_day_of(state),
            )
        permissions = tuple(sorted(permissions_of(record.role, record.permissions)))
        session_id = self._services.ids.new()
        uow.events.append(
            OperatorSignedOn(
                operator_id=record.operator_id,
                session_id=session_id,
                name=record.name,
                role=record.role,
                permissions=permissions,
                language=record.language,
                at_ms=now_ms,
            ),
            business_day=_day_of(state),
        )
        return SessionView(
            session_id=session_id,
            operator_id=record.operator_id,
            name=record.name,
            role=record.role,
            permissions=permissions,
            language=record.language,
        )


def _day_of(state: TillState) -> str | None:
    return None if state.business_day is None else state.business_day.business_day
