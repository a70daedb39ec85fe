"""Complete the open transaction once it balances."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import CompletedView
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.completion import complete_open_transaction
from terminal.domain.access.permissions import SELL


class CompleteSale(msgspec.Struct, frozen=True, kw_only=True):
    """Everything is paid: number it, record it, print it.

    Attributes:
        source_reference: Id given by an outside log; must agree with the one the
            transaction was opened with, if any.
    """

    source_reference: str | None = None


class CompleteSaleHandler(Handler[CompleteSale, CompletedView]):
    """Completes a paid transaction; paper and drawer follow the commit."""

    @override
    def _handle(self, command: CompleteSale) -> CompletedView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            completed = complete_open_transaction(
                uow,
                transaction,
                standing,
                command.source_reference,
                self._clock.wall_ms(),
            )
            uow.commit()
        return completed
