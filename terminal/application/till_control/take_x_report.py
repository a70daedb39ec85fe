"""Take an X report."""

import msgspec
from typing_extensions import override

from sync.protocol.events.report_taken_v1 import ReportTaken
from terminal.application.handler import Handler
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.till_report import x_report
from terminal.application.standing import require_standing
from terminal.application.till_control.till_view import XReportView
from terminal.domain.access.permissions import REPORT_X, TILL_SEE_EXPECTED
from terminal.domain.till.period_totals import PeriodTotals


class TakeXReport(msgspec.Struct, frozen=True, kw_only=True):
    """Ask what the running period came to; nothing is reset."""


class TakeXReportHandler(Handler[TakeXReport, XReportView]):
    """Reads the totals, records that somebody did, and prints them."""

    @override
    def _handle(self, command: TakeXReport) -> XReportView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, REPORT_X)
            totals = uow.till.totals(standing.till_period_id)
            now_ms = self._clock.wall_ms()
            uow.events.append(
                ReportTaken(
                    kind="x",
                    till_period_id=standing.till_period_id,
                    operator_id=standing.session.operator_id,
                    session_id=standing.session.session_id,
                    transactions=totals.transactions,
                    gross_minor=totals.gross_minor,
                    tax_minor=totals.tax_minor,
                    tenders_minor=totals.tenders_minor,
                    at_ms=now_ms,
                ),
                business_day=standing.business_day,
            )
            may_see = TILL_SEE_EXPECTED in standing.session.permissions
            document = x_report(
                totals,
                uow.store,
                business_day=standing.business_day,
                operator_id=standing.session.operator_id,
                at_ms=now_ms,
                may_see_expected=may_see,
            )
            uow.print_jobs.add(PrintJobKind.REPORT, document)
            currency = uow.store.currency
            uow.commit()
        return XReportView(
            business_day=standing.business_day,
            totals=totals if may_see else _without_drawer(totals),
            expected_minor=totals.expected_cash_minor if may_see else None,
            currency=currency.code,
            exponent=currency.exponent,
            document=document,
        )


def _without_drawer(totals: PeriodTotals) -> PeriodTotals:
    """Leave out what the drawer's content could be worked out from."""
    return msgspec.structs.replace(totals, tenders_minor=(), foreign=(), movements=())
