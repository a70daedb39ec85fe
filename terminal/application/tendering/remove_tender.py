"""Take a tender out of the open transaction again."""

import msgspec


class RemoveTender(msgspec.Struct, frozen=True, kw_only=True):
    """The tender was keyed wrongly, or goods are still to be added."""

    tender_sequence: int
