"""Count the till and close its period."""

import msgspec
from typing_extensions import override

from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import Appended, UnitOfWork
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.till_report import z_report
from terminal.application.standing import Standing, require_reason, require_standing
from terminal.application.till_control.closing_decisions import carry_out_decisions
from terminal.application.till_control.proposed_day import suggested_day
from terminal.application.till_control.report_devices import report_devices
from terminal.application.till_control.settled_body import settled_body
from terminal.application.till_control.till_view import DecidedView, SettlementView
from terminal.domain.access.permissions import TILL_SETTLE
from terminal.domain.errors import CenterSilentError, CountRequiredError
from terminal.domain.till.business_day import day_standing
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import (
    Settlement,
    TillCount,
    require_cash_amount,
    settle,
)
from terminal.domain.till.till_policy import TransactionDecision


class SettleTill(msgspec.Struct, frozen=True, kw_only=True):
    """The period ends, with the last recorded count unless told otherwise.

    Attributes:
        counted_minor: All cash of the store's currency, counted as a sum; None for
            the last recorded count of this period.
        uncounted_reason: Why nobody can count; only when there is no count.
        suspended: What becomes of an open or suspended transaction, by its id; the
            store's policy decides about the others.
    """

    counted_minor: int | None = None
    uncounted_reason: str | None = None
    suspended: dict[str, TransactionDecision] = {}


class SettleTillHandler(Handler[SettleTill, SettlementView]):
    """Closes the period with its manifest.

    Over and short are recorded, never forced.  Nothing outside the till can keep a
    period open: only when it is closed, on the disk, the center is asked whether it
    holds all of it, for two seconds at most, and the paper says what it answered.
    """

    @override
    def _handle(self, command: SettleTill) -> SettlementView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TILL_SETTLE)
            state = uow.till.state()
            assert state.period is not None
            now_ms = self._clock.wall_ms()
            count = _count(uow, command, standing.till_period_id)
            reason = _uncounted_reason(command, count)
            decided = carry_out_decisions(
                uow, self._services, standing, command.suspended, now_ms
            )
            totals = uow.till.totals(standing.till_period_id)
            settlement = settle(
                totals,
                count,
                last_z_number=state.z_number,
                perpetual_gross_minor=state.perpetual_gross_minor,
            )
            pending = uow.till.pending_sync()
            body = settled_body(
                period=state.period,
                standing=standing,
                totals=totals,
                settlement=settlement,
                count=count,
                day=day_standing(
                    standing.business_day, suggested_day(uow.store, now_ms)
                ),
                decided=decided,
                pending=pending,
                uncounted_reason=reason,
                at_ms=now_ms,
            )
            view, job_id = _record(uow, standing, totals, settlement, body, decided)
            uow.commit()
        proved = self._proved(view, body, job_id)
        report_devices(self._services, standing)
        return proved

    def _proved(
        self, view: SettlementView, body: TillSettled, job_id: str
    ) -> SettlementView:
        """Put the center's word on the paper, if it comes in time."""
        try:
            proof = self._services.center.prove(view.event_hash)
        except CenterSilentError:
            return view
        with self._ledger.draft() as uow:
            document = z_report(body, uow.store, proof=proof)
            uow.print_jobs.replace(job_id, document)
            uow.commit()
        return msgspec.structs.replace(
            view, document=document, proved_events=proof.count
        )


def _count(
    uow: UnitOfWork, command: SettleTill, till_period_id: str
) -> TillCount | None:
    """Return the count that counts: the one that came along, else the last one."""
    if command.counted_minor is None:
        return uow.till.last_count(till_period_id)
    require_cash_amount(command.counted_minor)
    cash = CashCounted(
        currency=uow.store.currency.code, amount_minor=command.counted_minor
    )
    return TillCount(cash=(cash,))


def _uncounted_reason(command: SettleTill, count: TillCount | None) -> str | None:
    if count is not None:
        return None
    if command.uncounted_reason is None:
        raise CountRequiredError(
            "the till was not counted; count it, or give the reason why nobody can"
        )
    return require_reason(command.uncounted_reason)


def _record(
    uow: UnitOfWork,
    standing: Standing,
    totals: PeriodTotals,
    settlement: Settlement,
    body: TillSettled,
    decided: tuple[DecidedView, ...],
) -> tuple[SettlementView, str]:
    appended: Appended = uow.events.append(
        body, business_day=standing.business_day, deps=(body.opened_event_id,)
    )
    document = z_report(body, uow.store)
    job_id = uow.print_jobs.add(PrintJobKind.REPORT, document)
    currency = uow.store.currency
    view = SettlementView(
        z_number=settlement.z_number,
        till_period_id=standing.till_period_id,
        business_day=standing.business_day,
        totals=totals,
        expected_minor=settlement.expected_minor,
        counted_minor=settlement.counted_minor,
        over_short_minor=settlement.over_short_minor,
        perpetual_gross_minor=settlement.perpetual_gross_minor,
        tenders=settlement.tenders,
        is_count_stale=body.is_count_stale,
        decisions=decided,
        pending_events=(
            body.pending_sync.events if body.pending_sync.is_known else None
        ),
        seq=appended.seq,
        event_hash=appended.hash_hex,
        currency=currency.code,
        exponent=currency.exponent,
        document=document,
    )
    return view, job_id
