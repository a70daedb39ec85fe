"""Find a finished transaction by an outside id."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.returning.finished_view import FinishedView
from terminal.application.returning.views import finished_view


class FindTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A replay asks whether a transaction was committed."""

    source_reference: str


class FindTransactionHandler(Handler[FindTransaction, FinishedView | None]):
    """Answers from the ledger: None means that it was not committed."""

    @override
    def _handle(self, command: FindTransaction) -> FinishedView | None:
        with self._ledger.draft() as uow:
            finished = uow.finished.find_by_source_reference(command.source_reference)
            currency = uow.store.currency
            uow.commit()
        return None if finished is None else finished_view(finished, currency)
