"""Tell the price of an item without selling it."""

import msgspec


class CheckPrice(msgspec.Struct, frozen=True, kw_only=True):
    """The operator or a shopper asks for a price."""

    scan_code: str
