"""Receipts of other tills and channels that the center showed this till."""

from typing import Protocol

import msgspec

from sync.protocol.returns import FoundReceipt


class ForeignReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt of another till, as the center told it last.

    Attributes:
        unsure: Transactions of this till that were given up while nobody knew
            whether their claims had arrived.
    """

    event_id: str
    found: FoundReceipt
    unsure: tuple[str, ...] = ()


class ForeignReceipts(Protocol):
    """Receipts of other tills that were looked up: working state, not facts."""

    def find(self, event_id: str) -> ForeignReceipt | None:
        """Return the receipt as it was last saved."""

    def save(self, receipt: ForeignReceipt, saved_at_ms: int) -> None:
        """Keep or replace it; what was saved long ago is forgotten."""
