"""Print a copy of a receipt."""

import msgspec


class ReprintReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The shopper lost the paper."""

    series: str
    number: int
