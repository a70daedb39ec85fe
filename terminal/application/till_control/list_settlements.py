"""List the last settlements, to print the report of one again."""

from typing import Final

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.standing import require_session
from terminal.domain.access.permissions import REPORT_REPRINT
from terminal.domain.till.settlement import SettlementSummary

LIMIT_MAX: Final = 500

Settlements = tuple[SettlementSummary, ...]


class ListSettlements(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the newest *limit* settlements of this till."""

    limit: int = 50


class ListSettlementsHandler(Handler[ListSettlements, Settlements]):
    """Reads them, newest first, for whoever may print their reports."""

    @override
    def _handle(self, command: ListSettlements) -> Settlements:
        limit = min(max(command.limit, 0), LIMIT_MAX)
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), REPORT_REPRINT)
            found = tuple(uow.till.list_settlements(limit))
            uow.commit()
        return found
