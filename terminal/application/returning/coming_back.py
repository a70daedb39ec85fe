"""Which lines come back together, and which goods may not come back at all."""

from collections.abc import Iterable

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import NotReturnableError
from terminal.domain.money import divide_rounded
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.retail_transaction import RetailTransaction


def coming_back(
    original: FinishedTransaction,
    line_sequence: int,
    quantity_micro: int,
    transaction: RetailTransaction,
    *,
    with_linked: bool,
) -> dict[int, int]:
    """Return the quantities by line of the original, the asked line first.

    What is linked to a line comes back in proportion to it, and all that is left
    with the last of it; what came back alone before does not come back again.
    """
    wanted = {line_sequence: quantity_micro}
    if not with_linked or not 1 <= line_sequence <= len(original.lines):
        return wanted
    sold = original.lines[line_sequence - 1]
    if sold.quantity_micro <= 0:
        return wanted
    left_here = {
        line.sequence: line.left_micro - _here(transaction, original, line.sequence)
        for line in original.lines
    }
    for child in original.lines:
        if child.linked_to != line_sequence or child.is_voided:
            continue
        share = divide_rounded(
            child.quantity_micro * quantity_micro, sold.quantity_micro
        )
        if quantity_micro == left_here[line_sequence]:
            share = left_here[child.sequence]
        share = min(share, left_here[child.sequence])
        if share > 0:
            wanted[child.sequence] = share
    return wanted


def require_returnable_items(
    uow: UnitOfWork, original: FinishedTransaction, sequences: Iterable[int]
) -> None:
    """Refuse goods that the shop never takes back.

    Goods that the catalog lost come back: somebody sold them.

    Raises:
        NotReturnableError: the item's rules forbid it.
    """
    for sequence in sequences:
        if 1 <= sequence <= len(original.lines):
            line = original.lines[sequence - 1]
            item = uow.catalog.get(line.item_id)
            if item is not None and not item.rules.is_returnable:
                raise NotReturnableError(
                    f"{line.description} is not taken back; keep to the shop's terms",
                    line_sequence=sequence,
                    item_id=line.item_id,
                )


def _here(
    transaction: RetailTransaction, original: FinishedTransaction, sequence: int
) -> int:
    """Return what the open transaction takes back of a line already."""
    return -sum(
        line.quantity_micro
        for line in transaction.counting_lines()
        if line.return_of is not None
        and (line.return_of.event_id, line.return_of.line_sequence)
        == (original.event_id, sequence)
    )
