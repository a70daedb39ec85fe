"""Count the till and close its period."""

import msgspec
from typing_extensions import override

from sync.protocol.events.till_settled_v1 import TillSettled
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.till_report import z_report
from terminal.application.standing import (
    Standing,
    require_no_open_transaction,
    require_standing,
)
from terminal.application.till_control.till_view import SettlementView
from terminal.domain.access.permissions import TILL_SETTLE
from terminal.domain.errors import SuspendedTransactionsError
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import Settlement, settle
from terminal.domain.till.till_state import TillPeriodState


class SettleTill(msgspec.Struct, frozen=True, kw_only=True):
    """The drawer was counted."""

    counted_minor: int


class SettleTillHandler(Handler[SettleTill, SettlementView]):
    """Closes the period with its manifest; over and short are only recorded."""

    @override
    def _handle(self, command: SettleTill) -> SettlementView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TILL_SETTLE)
            require_no_open_transaction(uow)
            _require_none_suspended(uow)
            state = uow.till.state()
            assert state.period is not None
            totals = uow.till.totals(standing.till_period_id)
            settlement = settle(
                totals,
                command.counted_minor,
                last_z_number=state.z_number,
                perpetual_gross_minor=state.perpetual_gross_minor,
            )
            now_ms = self._clock.wall_ms()
            currency = uow.store.currency
            appended = uow.events.append(
                _event_body(
                    state.period, totals, settlement, standing, currency.code, now_ms
                ),
                business_day=standing.business_day,
                deps=(state.period.opened_event_id,),
            )
            document = z_report(
                totals,
                settlement,
                uow.store,
                business_day=standing.business_day,
                operator_id=standing.session.operator_id,
                at_ms=now_ms,
            )
            uow.print_jobs.add(PrintJobKind.REPORT, document)
            uow.commit()
        return SettlementView(
            z_number=settlement.z_number,
            till_period_id=standing.till_period_id,
            business_day=standing.business_day,
            totals=totals,
            expected_minor=settlement.expected_minor,
            counted_minor=settlement.counted_minor,
            over_short_minor=settlement.over_short_minor,
            perpetual_gross_minor=settlement.perpetual_gross_minor,
            seq=appended.seq,
            event_hash=appended.hash_hex,
            currency=currency.code,
            exponent=currency.exponent,
            document=document,
        )


def _require_none_suspended(uow: UnitOfWork) -> None:
    suspended = uow.baskets.list_suspended()
    if suspended:
        raise SuspendedTransactionsError(
            f"{len(suspended)} transactions are suspended; retrieve each and complete"
            " or cancel it",
            count=len(suspended),
        )


def _event_body(
    period: TillPeriodState,
    totals: PeriodTotals,
    settlement: Settlement,
    standing: Standing,
    currency: str,
    at_ms: int,
) -> TillSettled:
    return TillSettled(
        till_period_id=period.till_period_id,
        business_day=standing.business_day,
        z_number=settlement.z_number,
        opened_event_id=period.opened_event_id,
        opened_at_ms=period.opened_at_ms,
        first_seq=totals.first_seq,
        last_seq=totals.last_seq,
        event_count=totals.event_count,
        head_hash=totals.head_hash,
        currency=currency,
        transactions=totals.transactions,
        sale_lines=totals.sale_lines,
        return_lines=totals.return_lines,
        voided_lines=totals.voided_lines,
        cancelled=totals.cancelled,
        voided=totals.voided,
        no_sales=totals.no_sales,
        reprints=totals.reprints,
        gross_minor=totals.gross_minor,
        tax_minor=totals.tax_minor,
        tenders_minor=totals.tenders_minor,
        loan_minor=totals.loan_minor,
        expected_minor=settlement.expected_minor,
        counted_minor=settlement.counted_minor,
        over_short_minor=settlement.over_short_minor,
        perpetual_gross_minor=settlement.perpetual_gross_minor,
        operator_id=standing.session.operator_id,
        session_id=standing.session.session_id,
        at_ms=at_ms,
    )
