"""Sign the operator off."""

import msgspec
from typing_extensions import override

from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from terminal.application.handler import Handler
from terminal.domain.errors import NotSignedOnError


class SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """The operator leaves; an open transaction stays open."""


class SignOffHandler(Handler[SignOff, None]):
    """Ends the session and records it; no permission is needed to leave."""

    @override
    def _handle(self, command: SignOff) -> None:
        with self._ledger.final() as uow:
            state = uow.till.state()
            if state.session is None:
                raise NotSignedOnError("nobody is signed on; there is nothing to end")
            day = state.business_day
            uow.events.append(
                OperatorSignedOff(
                    operator_id=state.session.operator_id,
                    session_id=state.session.session_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=None if day is None else day.business_day,
            )
            uow.commit()
