"""An event whose turn it is, understood."""

from __future__ import annotations

from msgspec import Struct

from sync.central.effects import (
    RetailTransactionRow,
    Unusable,
    understand,
)
from sync.central.projections.entry import Entry
from sync.protocol.envelope import Header, decode_stored_header
from sync.protocol.events import EventBody


class Deed(Struct, frozen=True, gc=False):
    """One event and what it means.

    Attributes:
        body: None where nothing is made of events of its type.
        row: Only of retail transactions.
    """

    entry: Entry
    header: Header
    body: EventBody | None
    row: RetailTransactionRow | None

    @property
    def event_id(self) -> str:
        """Its id."""
        return self.entry.event_id

    @property
    def store(self) -> str:
        """The business unit of its till."""
        return self.header.store


def read_deed(entry: Entry) -> Deed | Unusable:
    """Understand a stored event, or say why this program cannot."""
    header = decode_stored_header(entry.header)
    body, effect = understand(header, entry.body)
    if isinstance(effect, Unusable):
        return effect
    return Deed(entry, header, body, effect)
