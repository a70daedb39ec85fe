"""Take goods back for what was paid for them."""

import msgspec


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
