"""Tell where the till stands."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.till_control.proposed_day import (
    proposed_day,
    suggested_day,
)
from terminal.application.till_control.till_view import TillStateView
from terminal.domain.till.business_day import day_standing
from terminal.domain.till.denominations import faces
from terminal.domain.till.drawer_limit import is_lift_due


class GetTillState(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for day, period and session."""


class GetTillStateHandler(Handler[GetTillState, TillStateView]):
    """Reads where the till stands; nobody need be signed on."""

    @override
    def _handle(self, command: GetTillState) -> TillStateView:
        with self._ledger.draft() as uow:
            state = uow.till.state()
            store = uow.store
            now_ms = self._clock.wall_ms()
            period, day = state.period, state.business_day
            count = (
                None if period is None else uow.till.last_count(period.till_period_id)
            )
            view = TillStateView(
                store=store.store,
                store_name=store.store_name,
                workstation=store.workstation,
                workstation_name=store.workstation_name,
                currency=store.currency.code,
                exponent=store.currency.exponent,
                tax_mode=store.tax_mode,
                business_day=state.business_day,
                period=state.period,
                session=state.session,
                z_number=state.z_number,
                perpetual_gross_minor=state.perpetual_gross_minor,
                proposed_business_day=proposed_day(
                    store, now_ms, state.last_business_day
                ),
                has_open_transaction=uow.baskets.open_basket() is not None,
                suspended_count=len(uow.baskets.list_suspended()),
                day_standing=(
                    None
                    if day is None
                    else day_standing(day.business_day, suggested_day(store, now_ms))
                ),
                is_lift_due=period is not None
                and is_lift_due(
                    uow.till.expected_cash_minor(period.till_period_id), store.till
                ),
                count_number=0 if count is None else count.count_number,
                is_count_stale=count is not None and count.is_stale,
                faces=faces(store.currency.code, store.currency.exponent),
                is_training=store.is_training,
            )
            uow.commit()
        return view
