"""Find items by name, PLU or code."""

import msgspec


class FindItems(msgspec.Struct, frozen=True, kw_only=True):
    """The operator looks for an item without a label."""

    text: str
    limit: int = 50
