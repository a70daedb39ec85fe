"""Find a finished transaction by its receipt."""

import msgspec


class FindReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The receipt was scanned or keyed.

    Attributes:
        receipt_text: ``A-000123``, ``A-000123 9f3c2a1b`` or the printed bar code.
    """

    receipt_text: str
