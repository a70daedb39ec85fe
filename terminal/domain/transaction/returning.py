"""Lines that bring goods of a finished transaction back for what was paid."""

import msgspec

from terminal.domain.errors import (
    NotReturnableError,
    ReturnExceedsSoldError,
    UnknownLineError,
)
from terminal.domain.money import Currency
from terminal.domain.quantity import format_quantity
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.return_share import Returned, return_share
from terminal.domain.transaction.transaction_header import TaxMode


def returnable_line(
    original: FinishedTransaction,
    line_sequence: int,
    currency: Currency,
    tax_mode: TaxMode,
) -> FinishedLine:
    """Return the sold line that comes back.

    Args:
        original: The transaction that sold it.
        line_sequence: Line of that transaction.
        currency: Of the transaction that takes it back.
        tax_mode: Of the transaction that takes it back.

    Raises:
        NotReturnableError: nothing of it can come back here.
        UnknownLineError: there is no such line.
    """
    if original.voided_by is not None:
        raise NotReturnableError(
            "the transaction was voided; nothing of it can come back"
        )
    if (original.currency, original.tax_mode) != (currency.code, tax_mode.value):
        raise NotReturnableError(
            "the receipt has another currency or tax mode; return the goods"
            " without the receipt"
        )
    if not 1 <= line_sequence <= len(original.lines):
        raise UnknownLineError(
            f"the receipt has no line {line_sequence}; choose one of its list",
            line_sequence=line_sequence,
        )
    line = original.lines[line_sequence - 1]
    if line.is_voided or line.kind is not LineKind.SALE:
        raise NotReturnableError(
            f"line {line_sequence} sold nothing that could come back",
            line_sequence=line_sequence,
        )
    return line


def returned_line(
    sold: FinishedLine,
    quantity_micro: int,
    here: Returned,
    *,
    return_of: OriginalLine,
    sequence: int,
    linked_to: int | None,
) -> SaleReturnLineItem:
    """Return the line that brings a part of a sold line back.

    Args:
        sold: The line, with what other transactions brought back.
        quantity_micro: Above zero.
        here: What the open transaction brings back already.
        return_of: Where *sold* stands.
        sequence: Position of the new line.
        linked_to: Line whose voiding the new one follows, or None.

    Raises:
        ReturnExceedsSoldError: more than is left of the line.
    """
    left_micro = sold.quantity_micro - sold.returned_micro - here.quantity_micro
    if quantity_micro > left_micro:
        line_sequence = return_of.line_sequence
        raise ReturnExceedsSoldError(
            f"only {format_quantity(left_micro)} of line {line_sequence} is left to"
            " return; reduce the quantity",
            line_sequence=line_sequence,
            left_micro=left_micro,
        )
    share = return_share(sold, quantity_micro, here)
    return SaleReturnLineItem(
        sequence=sequence,
        kind=LineKind.RETURN,
        item_id=sold.item_id,
        scan_code=sold.scan_code,
        description=sold.description,
        quantity_micro=-quantity_micro,
        unit=sold.unit,
        unit_price_micro=sold.unit_price_micro,
        price_source=PriceSource.RECEIPT,
        extended_minor=-share.extended_minor,
        amount_minor=-share.amount_minor,
        modifiers=tuple(
            msgspec.structs.replace(modifier, amount_minor=-modifier.amount_minor)
            for modifier in share.modifiers
        ),
        tax_group=sold.tax_group,
        fixed_taxes=tuple(
            msgspec.structs.replace(
                tax,
                taxable_minor=-tax.taxable_minor,
                tax_minor=-tax.tax_minor,
            )
            for tax in share.taxes
        ),
        return_of=return_of,
        linked_to=linked_to,
        base_quantity_micro=sold.base_quantity_micro,
        category=sold.category,
        price_list_id=sold.price_list_id,
        regular_price_micro=sold.regular_price_micro,
        serial=sold.serial,
        lot=sold.lot,
        expires_on=sold.expires_on,
    )
