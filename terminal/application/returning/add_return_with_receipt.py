"""Take goods back for what was paid for them."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.ports.foreign_receipts import ForeignReceipt
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.returning.coming_back import (
    coming_back,
    require_returnable_items,
)
from terminal.application.returning.receipt_lookup import require_finished
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_no_tender, require_standing
from terminal.domain.access.permissions import RETURN_WITH_RECEIPT
from terminal.domain.errors import CenterSilentError
from terminal.domain.quantity import require_quantity
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.retail_transaction import RetailTransaction


class AddReturnWithReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Goods of a sold line come back.

    Attributes:
        line_sequence: Line of the original transaction.
        quantity_micro: Above zero, at most what is left of the line.
        event_id: As ``FinishedView`` tells it; needed for receipts of other tills,
            which may bear the number of one of this till.
        with_linked: Whether what is linked to the line, a deposit, comes back with
            it in proportion. It may also come back alone, as a line of its own.
    """

    series: str
    number: int
    line_sequence: int
    quantity_micro: int
    event_id: str | None = None
    with_linked: bool = True


class AddReturnWithReceiptHandler(Handler[AddReturnWithReceipt, LineChange]):
    """Adds a return line at the price paid; what is left to return is enforced.

    Goods of another till are claimed at the center first, for at most 2 s; when it
    is silent nothing changes, and they can come back without receipt.
    """

    @override
    def _handle(self, command: AddReturnWithReceipt) -> LineChange:
        require_quantity(command.quantity_micro)
        given_up: tuple[ForeignReceipt, str] | None = None
        try:
            with self._ledger.draft() as uow:
                standing = require_standing(uow, RETURN_WITH_RECEIPT)
                receipt, original = _original(uow, command)
                open_before = uow.baskets.open_basket()
                transaction = require_or_open_transaction(uow, self._services, standing)
                require_no_tender(transaction)
                if receipt is not None and open_before is None:
                    given_up = (receipt, transaction.transaction_id)
                line = self._add(uow, command, transaction, receipt, original)
                price_open(uow, self._services, transaction)
                uow.baskets.save(transaction)
                uow.commit()
        except CenterSilentError:
            if given_up is not None:
                self._note_unsure(*given_up)
            raise
        return line_change(transaction, transaction.line(line))

    def _add(
        self,
        uow: UnitOfWork,
        command: AddReturnWithReceipt,
        transaction: RetailTransaction,
        receipt: ForeignReceipt | None,
        original: FinishedTransaction,
    ) -> int:
        """Add the line and those linked to it; return the line's sequence."""
        wanted = coming_back(
            original,
            command.line_sequence,
            command.quantity_micro,
            transaction,
            with_linked=command.with_linked,
        )
        require_returnable_items(uow, original, wanted)
        if receipt is not None:
            from terminal.application.returning.foreign_receipt import claim_lines

            original = claim_lines(uow, self._services, transaction, receipt, wanted)
        first = None
        for sequence, quantity_micro in wanted.items():
            line = transaction.add_return_of(
                original, sequence, quantity_micro, linked_to=first
            )
            first = first or line.sequence
        assert first is not None
        return first

    def _note_unsure(self, receipt: ForeignReceipt, transaction_id: str) -> None:
        """Remember a claim that may have arrived, for a transaction that never was."""
        with self._ledger.draft() as uow:
            uow.foreign.save(
                msgspec.structs.replace(
                    receipt, unsure=(*receipt.unsure, transaction_id)
                ),
                self._clock.wall_ms(),
            )
            uow.commit()


def _original(
    uow: UnitOfWork, command: AddReturnWithReceipt
) -> tuple[ForeignReceipt | None, FinishedTransaction]:
    """Return the sale, with its receipt when another till printed it.

    Raises:
        ReceiptNotFoundError: neither this till nor the last look-ups know it.
    """
    if command.event_id is None:
        return None, require_finished(uow, command.series, command.number)
    own = uow.finished.find_by_event_id(command.event_id)
    if own is not None:
        return None, own
    receipt = uow.foreign.find(command.event_id)
    if receipt is None:
        return None, require_finished(uow, command.series, command.number)
    from terminal.application.returning.foreign_receipt import read_foreign

    return receipt, read_foreign(receipt)
