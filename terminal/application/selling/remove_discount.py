"""Take a manual discount back."""

import msgspec
from typing_extensions import override

from terminal.application.approval import require_authority
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender, require_open_transaction
from terminal.domain.access.permissions import SELL


class RemoveDiscount(msgspec.Struct, frozen=True, kw_only=True):
    """The operator takes back what was given by hand.

    Attributes:
        line_sequence: The discounted line; None for the discount of the whole.
    """

    line_sequence: int | None = None


class RemoveDiscountHandler(Handler[RemoveDiscount, SaleView]):
    """Forgets the discount and prices again; nothing to forget is no mistake."""

    @override
    def _handle(self, command: RemoveDiscount) -> SaleView:
        with self._ledger.draft() as uow:
            authority = require_authority(uow, None, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            if command.line_sequence is None:
                transaction.set_manual(None)
            else:
                transaction.set_line_manual(command.line_sequence, None)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)
