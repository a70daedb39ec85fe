"""Change how much of a line is sold."""

import msgspec


class ChangeQuantity(msgspec.Struct, frozen=True, kw_only=True):
    """The operator keyed another quantity; above zero, a return stays a return."""

    line_sequence: int
    quantity_micro: int
