"""Take goods back for what was paid for them."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.returning.receipt_lookup import require_finished
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_standing
from terminal.domain.access.permissions import RETURN_WITH_RECEIPT


class AddReturnWithReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Goods of a sold line come back.

    Attributes:
        line_sequence: Line of the original transaction.
        quantity_micro: Above zero, at most what is left of the line.
    """

    series: str
    number: int
    line_sequence: int
    quantity_micro: int


class AddReturnWithReceiptHandler(Handler[AddReturnWithReceipt, LineChange]):
    """Adds a return line at the price paid; what is left to return is enforced."""

    @override
    def _handle(self, command: AddReturnWithReceipt) -> LineChange:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, RETURN_WITH_RECEIPT)
            original = require_finished(uow, command.series, command.number)
            transaction = require_or_open_transaction(uow, self._services, standing)
            line = transaction.add_return_of(
                original, command.line_sequence, command.quantity_micro
            )
            price_open(uow, self._services, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return line_change(transaction, transaction.line(line.sequence))
