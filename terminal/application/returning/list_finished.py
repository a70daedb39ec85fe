"""List the transactions that were completed last."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.standing import require_session
from terminal.domain.access.permissions import SELL
from terminal.domain.transaction.finished_transaction import FinishedSummary

LISTED_MAX = 500


class ListFinished(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the newest finished transactions."""

    limit: int = 50


class ListFinishedHandler(Handler[ListFinished, tuple[FinishedSummary, ...]]):
    """Reads the list, newest first."""

    @override
    def _handle(self, command: ListFinished) -> tuple[FinishedSummary, ...]:
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), SELL)
            limit = min(max(command.limit, 0), LISTED_MAX)
            finished = tuple(uow.finished.list_recent(limit))
            uow.commit()
        return finished
