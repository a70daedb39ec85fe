"""Moves the counter of a stored-value card on by one, or says what became of it.

The order is fixed: read and prove the card, write the other slot, read it back and
prove it, and only then may the caller commit.  The card never holds neither state
(see shop_card), so a card that is taken away in the middle is told apart at its
next visit by its counter.
"""

import enum

import msgspec

from drivers.nfc.card_errors import CardError
from drivers.nfc.port import CardReader
from drivers.nfc.shop_card import CardKeys, decode_shop_card, next_patch


class AdvanceOutcome(enum.Enum):
    """What became of the card; the values are stable and go to logs."""

    WRITTEN = "written"
    """The new counter was read back: commit."""
    UNCHANGED = "unchanged"
    """The old counter was read back: nothing happened."""
    UNKNOWN = "unknown"
    """The card went before it could be read: the next visit tells."""


class Advance(msgspec.Struct, frozen=True):
    """The end of one try.

    Attributes:
        outcome: What became of the card.
        counter: What it says when it was written.
        detail: What went wrong, for support; empty when nothing did.
    """

    outcome: AdvanceOutcome
    counter: int
    detail: str = ""


def advance(reader: CardReader, uid: bytes, keys: CardKeys) -> Advance:
    """Move the counter of the card with number *uid* on; on the device's thread.

    Raises:
        CardError: The card is another, is not proved or cannot be read; nothing
            was written.
        DeviceUnavailableError: The reader is gone.  If that happened after the
            first read, the outcome is unknown as well.
    """
    patch = next_patch(_read(reader, uid), uid, keys)
    detail = ""
    try:
        reader.patch(uid, patch.offset, patch.data)
    except CardError as error:
        detail = str(error)
    try:
        counter = _counter(_read(reader, uid), uid, keys)
    except CardError as error:
        return Advance(AdvanceOutcome.UNKNOWN, patch.counter, detail or str(error))
    if counter == patch.counter:
        return Advance(AdvanceOutcome.WRITTEN, patch.counter, detail)
    return Advance(
        AdvanceOutcome.UNCHANGED, patch.counter, detail or "the write had no effect"
    )


def _read(reader: CardReader, uid: bytes) -> bytes:
    content = reader.read()
    if content.uid != uid:
        raise CardError("another card is on the reader")
    return content.message


def _counter(message: bytes, uid: bytes, keys: CardKeys) -> int:
    card = decode_shop_card(message, uid, keys)
    if card is None or not card.is_genuine:
        raise CardError("the card cannot be proved any more")
    return card.counter
