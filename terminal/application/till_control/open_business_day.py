"""Open the business day."""

import msgspec
from typing_extensions import override

from sync.protocol.events.business_day_opened_v1 import BusinessDayOpened
from terminal.application.handler import Handler
from terminal.application.standing import require_session
from terminal.application.till_control.proposed_day import proposed_day
from terminal.application.till_control.till_view import BusinessDayView
from terminal.domain.access.permissions import DAY_OPEN
from terminal.domain.errors import BusinessDayOpenError
from terminal.domain.till.business_day import (
    require_business_day,
    require_likely_day,
)


class OpenBusinessDay(msgspec.Struct, frozen=True, kw_only=True):
    """The accounting day begins.

    Attributes:
        business_day: ISO date; None proposes one from the clock, the store's time
            zone and day cut-over.
        is_confirmed: The operator was told that the day lies far ahead of the
            clock, and means it.
    """

    business_day: str | None = None
    is_confirmed: bool = False


class OpenBusinessDayHandler(Handler[OpenBusinessDay, BusinessDayView]):
    """Opens the day that was chosen, or the proposed one."""

    @override
    def _handle(self, command: OpenBusinessDay) -> BusinessDayView:
        with self._ledger.final() as uow:
            state = uow.till.state()
            session = require_session(state, DAY_OPEN)
            if state.business_day is not None:
                raise BusinessDayOpenError(
                    f"business day {state.business_day.business_day} is open; close it"
                    " first",
                    business_day=state.business_day.business_day,
                )
            now_ms = self._clock.wall_ms()
            proposed = proposed_day(uow.store, now_ms, state.last_business_day)
            business_day = require_business_day(
                command.business_day or proposed, state.last_business_day
            )
            if not command.is_confirmed:
                require_likely_day(business_day, proposed)
            appended = uow.events.append(
                BusinessDayOpened(
                    business_day=business_day,
                    operator_id=session.operator_id,
                    session_id=session.session_id,
                    at_ms=now_ms,
                ),
                business_day=business_day,
            )
            uow.commit()
        return BusinessDayView(business_day=business_day, event_id=appended.event_id)
