"""Ring up an item that was scanned or keyed."""

import msgspec


class AddItem(msgspec.Struct, frozen=True, kw_only=True):
    """The operator presented an item; opens a transaction when none is open.

    Attributes:
        scan_code: Raw text as read or keyed.
        keyed_price_micro: Price keyed by the operator, in millionths of the major
            unit; needs a permission unless the item has an open price.
        source_reference: Id given by an outside log; kept when the transaction
            opens, ignored after.
    """

    scan_code: str
    quantity_micro: int = 1_000_000
    keyed_price_micro: int | None = None
    source_reference: str | None = None
