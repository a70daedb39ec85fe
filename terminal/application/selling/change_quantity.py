"""Change how much of a line is sold."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.domain.access.permissions import SELL


class ChangeQuantity(msgspec.Struct, frozen=True, kw_only=True):
    """The operator keyed another quantity; above zero, a return stays a return."""

    line_sequence: int
    quantity_micro: int


class ChangeQuantityHandler(Handler[ChangeQuantity, LineChange]):
    """Prices the line again at its own unit price and stores it."""

    @override
    def _handle(self, command: ChangeQuantity) -> LineChange:
        with self._ledger.draft() as uow:
            require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            line = transaction.change_quantity(
                command.line_sequence, command.quantity_micro
            )
            uow.baskets.save(transaction)
            uow.commit()
        return line_change(transaction, line)
