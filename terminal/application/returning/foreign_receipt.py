"""Receipts of other tills and channels: look them up, read them, claim their goods."""

from collections.abc import Mapping

import msgspec

from sync.protocol.envelope import decode_header
from sync.protocol.events import UnknownEventError, decode_body
from sync.protocol.events.sale_completed_v1 import SaleCompleted as SaleCompletedV1
from sync.protocol.events.sale_completed_v2 import SaleCompleted as SaleCompletedV2
from sync.protocol.returns import (
    RELEASES_MAX,
    ClaimedLine,
    ClaimReply,
    LineBack,
    ReturnClaim,
)
from terminal.application.handler import Services
from terminal.application.ports.foreign_receipts import ForeignReceipt
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.tendering.finished_sale import CameBack, Fate, finished_sale
from terminal.domain.errors import (
    NotReturnableError,
    ReceiptNotFoundError,
    ReturnExceedsSoldError,
)
from terminal.domain.quantity import format_quantity
from terminal.domain.receipt_code import ReceiptCode, receipt_number
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.retail_transaction import RetailTransaction


def look_up(services: Services, code: ReceiptCode) -> ForeignReceipt:
    """Ask the center for a receipt that this till did not print; at most 2 s.

    Raises:
        ReceiptNotFoundError: it knows of none, or the code is missing.
        CenterSilentError: nobody answered; goods come back without receipt then.
    """
    if code.hash8 is None:
        name = receipt_number(code.series, code.number)
        raise ReceiptNotFoundError(
            f"this till has no sale {name}; for a receipt of another till scan its bar"
            " code or key the eight digits after the number too",
            receipt=name,
        )
    found = services.center.find_receipt(code)
    header = decode_header(found.header.encode())
    return ForeignReceipt(event_id=header.event_id, found=found)


def read_foreign(receipt: ForeignReceipt) -> FinishedTransaction:
    """Return the transaction of a receipt with what is not left of it.

    Raises:
        NotReturnableError: a newer program sold the goods.
    """
    found = receipt.found
    header = decode_header(found.header.encode())
    try:
        body = decode_body(header.type, header.type_v, found.body.encode())
    except (UnknownEventError, msgspec.DecodeError) as error:
        raise NotReturnableError(
            "a newer program printed this receipt; take the goods back without it"
        ) from error
    if not isinstance(body, SaleCompletedV1 | SaleCompletedV2):
        raise NotReturnableError("this receipt sold nothing that could come back")
    return finished_sale(
        body,
        Fate(
            event_id=receipt.event_id,
            event_hash=found.hash,
            seq=found.seq,
            came_back=_came_back(found.back),
            voided_by=found.voided_by,
        ),
    )


def claim_lines(
    uow: UnitOfWork,
    services: Services,
    transaction: RetailTransaction,
    receipt: ForeignReceipt,
    wanted_micro: Mapping[int, int],
) -> FinishedTransaction:
    """Claim goods of a foreign receipt at the center, and keep what it answered.

    Args:
        uow: Keeps the receipt as it is now.
        services: Ask the center, at most 2 s.
        transaction: Takes the goods back; the claim bears its id.
        receipt: As looked up before.
        wanted_micro: Quantities by line, besides what the transaction has already.

    Raises:
        ReturnExceedsSoldError: others brought or claimed the goods already.
        CenterSilentError: nobody answered.
    """
    quantities = dict(wanted_micro)
    for line in transaction.counting_lines():
        original = line.return_of
        if original is not None and original.event_id == receipt.event_id:
            sequence = original.line_sequence
            quantities[sequence] = quantities.get(sequence, 0) - line.quantity_micro
    reply = services.center.claim(
        ReturnClaim(
            transaction_id=transaction.transaction_id,
            event_id=receipt.event_id,
            lines=tuple(
                ClaimedLine(sequence, quantity)
                for sequence, quantity in sorted(quantities.items())
            ),
            releases=receipt.unsure[-RELEASES_MAX:],
        )
    )
    renewed = ForeignReceipt(
        event_id=receipt.event_id,
        found=msgspec.structs.replace(
            receipt.found, back=reply.back, voided_by=reply.voided_by
        ),
    )
    finished = read_foreign(renewed)
    if not reply.is_granted:
        raise _refusal(finished, reply, wanted_micro)
    uow.foreign.save(renewed, services.clock.wall_ms())
    return finished


def _refusal(
    finished: FinishedTransaction, reply: ClaimReply, wanted_micro: Mapping[int, int]
) -> NotReturnableError | ReturnExceedsSoldError:
    if reply.voided_by is not None:
        return NotReturnableError(
            "the transaction was voided; nothing of it can come back"
        )
    lines = {line.sequence: line for line in finished.lines}
    sequence = next(
        (
            sequence
            for sequence, wanted in wanted_micro.items()
            if sequence not in lines or wanted > lines[sequence].left_micro
        ),
        next(iter(wanted_micro)),
    )
    left_micro = lines[sequence].left_micro if sequence in lines else 0
    return ReturnExceedsSoldError(
        f"only {format_quantity(left_micro)} of line {sequence} is left to return by"
        " the center's count; reduce the quantity",
        line_sequence=sequence,
        left_micro=left_micro,
    )


def _came_back(back: tuple[LineBack, ...]) -> dict[int, CameBack]:
    return {
        line.line_sequence: CameBack(line.quantity_micro, line.amount_minor, line.taxes)
        for line in back
    }
