"""Ring up an item by its short number."""

import msgspec


class AddItemByPlu(msgspec.Struct, frozen=True, kw_only=True):
    """The operator keyed a PLU."""

    plu: str
    quantity_micro: int = 1_000_000
    keyed_price_micro: int | None = None
