"""Open the drawer without a sale."""

import msgspec


class RecordNoSale(msgspec.Struct, frozen=True, kw_only=True):
    """The drawer must open though nothing is sold."""

    reason: str
