"""Print a copy of a settlement's report."""

import msgspec
from typing_extensions import override

from sync.protocol.completeness import CompletenessReceipt
from sync.protocol.events.report_reprinted_v1 import ReportReprinted
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.handler import Handler
from terminal.application.receipts.document import ReceiptDocument
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.till_report import z_report
from terminal.application.standing import require_session
from terminal.domain.access.permissions import REPORT_REPRINT
from terminal.domain.errors import CenterSilentError, UnknownSettlementError


class ReprintTillReport(msgspec.Struct, frozen=True, kw_only=True):
    """The paper of a settlement is wanted again.

    Attributes:
        z_number: Its number; None for the last one.
    """

    z_number: int | None = None


class ReprintTillReportHandler(Handler[ReprintTillReport, ReceiptDocument]):
    """Builds the paper again from the event of the settlement, marked as a copy.

    The center is asked first, for two seconds at most, unless its proof is kept.
    """

    @override
    def _handle(self, command: ReprintTillReport) -> ReceiptDocument:
        proof = self._proof(command)
        with self._ledger.final() as uow:
            state = uow.till.state()
            session = require_session(state, REPORT_REPRINT)
            z_number = state.z_number if command.z_number is None else command.z_number
            found = uow.till.settlement(z_number)
            if found is None:
                raise UnknownSettlementError(
                    f"no settlement has the number {z_number}; the last one is"
                    f" {state.z_number}",
                    z_number=z_number,
                    last_z_number=state.z_number,
                )
            body = found.body
            assert isinstance(body, TillSettledV1 | TillSettled)
            copy_number = found.copies + 1
            day = state.business_day
            uow.events.append(
                ReportReprinted(
                    original_event_id=found.event_id,
                    z_number=z_number,
                    copy_number=copy_number,
                    operator_id=session.operator_id,
                    session_id=session.session_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=None if day is None else day.business_day,
                deps=(found.event_id,),
            )
            document = z_report(body, uow.store, copy_number=copy_number, proof=proof)
            uow.print_jobs.add(PrintJobKind.REPORT, document)
            uow.commit()
        return document

    def _proof(self, command: ReprintTillReport) -> CompletenessReceipt | None:
        """Return the center's proof; not while a unit is open: it may take a while."""
        with self._ledger.draft() as uow:
            state = uow.till.state()
            require_session(state, REPORT_REPRINT)
            z_number = state.z_number if command.z_number is None else command.z_number
            found = uow.till.settlement(z_number)
        if found is None:
            return None
        try:
            return self._services.center.prove(found.event_hash)
        except CenterSilentError:
            return None
