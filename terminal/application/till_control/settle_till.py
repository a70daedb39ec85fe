"""Count the till and close its period."""

import msgspec


class SettleTill(msgspec.Struct, frozen=True, kw_only=True):
    """The drawer was counted."""

    counted_minor: int
