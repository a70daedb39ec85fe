"""Find a finished transaction by an outside id."""

import msgspec


class FindTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A replay asks whether a transaction was committed."""

    source_reference: str
