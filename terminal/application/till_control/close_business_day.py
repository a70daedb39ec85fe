"""Close the business day."""

import msgspec
from typing_extensions import override

from sync.protocol.events.business_day_closed_v1 import BusinessDayClosed
from terminal.application.handler import Handler
from terminal.application.standing import require_session
from terminal.application.till_control.till_view import BusinessDayView
from terminal.domain.access.permissions import DAY_CLOSE
from terminal.domain.errors import BusinessDayClosedError, TillPeriodOpenError


class CloseBusinessDay(msgspec.Struct, frozen=True, kw_only=True):
    """The accounting day ends; its till periods are settled."""


class CloseBusinessDayHandler(Handler[CloseBusinessDay, BusinessDayView]):
    """Closes the day once its till period is settled.

    Nothing else can keep it open: a settlement left no transaction open, suspended
    ones wait for the next day, and nothing outside the till is asked.
    """

    @override
    def _handle(self, command: CloseBusinessDay) -> BusinessDayView:
        with self._ledger.final() as uow:
            state = uow.till.state()
            session = require_session(state, DAY_CLOSE)
            day = state.business_day
            if day is None:
                raise BusinessDayClosedError(
                    "no business day is open; there is nothing to close"
                )
            if state.period is not None:
                raise TillPeriodOpenError(
                    "the till is not settled; count and settle it first"
                )
            appended = uow.events.append(
                BusinessDayClosed(
                    business_day=day.business_day,
                    opened_event_id=day.opened_event_id,
                    operator_id=session.operator_id,
                    session_id=session.session_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=day.business_day,
                deps=(day.opened_event_id,),
            )
            uow.commit()
        return BusinessDayView(
            business_day=day.business_day, event_id=appended.event_id
        )
