"""Sign an operator on."""

from typing import Final, Literal

import msgspec
from typing_extensions import override

from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from terminal.application.handler import Handler
from terminal.application.ports.operators import OperatorRecord
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.till_control.till_view import SessionView
from terminal.domain.access.permissions import permissions_of
from terminal.domain.access.sign_on_delay import SignOnFailures, delay_ms, remaining_ms
from terminal.domain.errors import SignOnDelayedError, SignOnRefusedError
from terminal.domain.plain_text import made_plain
from terminal.domain.till.till_state import TillState

OPERATOR_ID_LENGTH_MAX: Final = 64
PIN_LENGTH_MAX: Final = 64

Fault = Literal["pin", "unknown", "inactive"]


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
        operator_id = _recordable(command.operator_id)
        with self._ledger.draft() as uow:
            record = uow.operators.find(operator_id)
            failures = uow.till.sign_on_failures(operator_id)
            uow.commit()
        self._require_no_delay(failures)
        # Between the units: the hash takes 50-100 ms and needs no database.
        fault = self._fault_of(record, command.pin)
        with self._ledger.final() as uow:
            if record is None or fault is not None:
                self._record_failure(uow, operator_id, fault or "unknown", failures)
                uow.commit()
                wait_ms = delay_ms(failures.count + 1)
                raise SignOnRefusedError(
                    "operator and PIN do not go together; try again in"
                    f" {wait_ms // 1000} s",
                    wait_ms=wait_ms,
                )
            view = self._sign_on(uow, record)
            uow.commit()
        return view

    def _require_no_delay(self, failures: SignOnFailures) -> None:
        wait_ms = remaining_ms(
            failures,
            wall_ms=self._clock.wall_ms(),
            monotonic_ms=self._clock.monotonic_ms(),
            boot_id=self._clock.boot_id,
        )
        if wait_ms > 0:
            # Not recorded again: otherwise a key held down would fill the disk.
            raise SignOnDelayedError(
                f"too many failures; try again in {-(-wait_ms // 1000)} s",
                wait_ms=wait_ms,
            )

    def _fault_of(self, record: OperatorRecord | None, pin: str) -> Fault | None:
        if record is None:
            return "unknown"
        if len(pin) > PIN_LENGTH_MAX:
            return "pin"
        if not self._services.pin_hasher.verify(record.pin_hash, pin):
            return "pin"
        # After the PIN, so that nobody learns who works here no more.
        return None if record.is_active else "inactive"

    def _record_failure(
        self,
        uow: UnitOfWork,
        operator_id: str,
        fault: Fault,
        failures: SignOnFailures,
    ) -> None:
        uow.events.append(
            OperatorSignOnFailed(
                operator_id=operator_id,
                reason=fault,
                failures=failures.count + 1,
                at_ms=self._clock.wall_ms(),
            ),
            business_day=_day_of(uow.till.state()),
        )

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


def _recordable(operator_id: str) -> str:
    """Return the id as a failure may be recorded with: plain and bounded."""
    return made_plain(operator_id.strip()[:OPERATOR_ID_LENGTH_MAX])


def _day_of(state: TillState) -> str | None:
    return None if state.business_day is None else state.business_day.business_day
