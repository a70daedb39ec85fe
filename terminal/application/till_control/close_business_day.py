"""Close the business day."""

import msgspec


class CloseBusinessDay(msgspec.Struct, frozen=True, kw_only=True):
    """The accounting day ends; its till periods are settled."""
