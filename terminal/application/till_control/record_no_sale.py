"""Open the drawer without a sale."""

import msgspec
from typing_extensions import override

from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from terminal.application.approval import (
    Approval,
    identify_approver,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.standing import require_reason
from terminal.domain.access.permissions import DRAWER_NO_SALE, SELL


class RecordNoSale(msgspec.Struct, frozen=True, kw_only=True):
    """The drawer must open though nothing is sold.

    Attributes:
        approval: Who approves what the operator may not do alone.
    """

    reason: str
    approval: Approval | None = None


class RecordNoSaleHandler(Handler[RecordNoSale, None]):
    """Records the reason and queues the drawer; it opens after the commit."""

    @override
    def _handle(self, command: RecordNoSale) -> None:
        approver = identify_approver(self._services, command.approval)
        with self._ledger.final() as uow:
            authority = require_authority(uow, approver, SELL)
            authority.require(DRAWER_NO_SALE)
            standing = authority.standing
            uow.events.append(
                NoSaleRecorded(
                    till_period_id=standing.till_period_id,
                    operator_id=standing.session.operator_id,
                    session_id=standing.session.session_id,
                    reason=require_reason(command.reason),
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=standing.business_day,
            )
            authority.record(uow, type(command).__name__, self._clock.wall_ms())
            uow.print_jobs.add(PrintJobKind.DRAWER, None)
            uow.commit()
