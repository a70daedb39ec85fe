"""Take goods back without a receipt."""

import msgspec


class AddReturnWithoutReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Goods come back that nobody can find the sale of.

    Attributes:
        quantity_micro: Above zero.
        source_reference: As for ``AddItem``.
    """

    scan_code: str
    quantity_micro: int
    reason: str
    keyed_price_micro: int | None = None
    source_reference: str | None = None
