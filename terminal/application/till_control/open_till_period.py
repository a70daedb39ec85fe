"""Open a till period with a loan."""

import msgspec
from typing_extensions import override

from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from terminal.application.handler import Handler
from terminal.application.standing import require_session
from terminal.application.till_control.till_view import TillPeriodView
from terminal.domain.access.permissions import TILL_OPEN
from terminal.domain.errors import BusinessDayClosedError, TillPeriodOpenError
from terminal.domain.till.settlement import require_cash_amount


class OpenTillPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """Cash goes from the safe into the drawer."""

    loan_minor: int


class OpenTillPeriodHandler(Handler[OpenTillPeriod, TillPeriodView]):
    """Opens a period in the open business day."""

    @override
    def _handle(self, command: OpenTillPeriod) -> TillPeriodView:
        with self._ledger.final() as uow:
            state = uow.till.state()
            session = require_session(state, TILL_OPEN)
            if state.business_day is None:
                raise BusinessDayClosedError("no business day is open; open one first")
            if state.period is not None:
                raise TillPeriodOpenError(
                    "a till period is open already; settle it before the next"
                )
            require_cash_amount(command.loan_minor)
            day = state.business_day
            currency = uow.store.currency
            till_period_id = self._services.ids.new()
            uow.events.append(
                TillPeriodOpened(
                    till_period_id=till_period_id,
                    business_day=day.business_day,
                    currency=currency.code,
                    loan_minor=command.loan_minor,
                    operator_id=session.operator_id,
                    session_id=session.session_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=day.business_day,
                deps=(day.opened_event_id,),
            )
            uow.commit()
        return TillPeriodView(
            till_period_id=till_period_id,
            business_day=day.business_day,
            loan_minor=command.loan_minor,
            currency=currency.code,
            exponent=currency.exponent,
        )
