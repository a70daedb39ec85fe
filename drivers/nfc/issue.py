"""Makes a card into one of the shop's: look what is on it, write, read it back.

A card that is taken away in the middle holds nothing that can be proved, and is
issued again.
"""

from drivers.nfc.card_errors import (
    CardError,
    CardFormatError,
    CardFullError,
    CardRefusedError,
)
from drivers.nfc.ndef_message import decode_records
from drivers.nfc.port import CardReader
from drivers.nfc.shop_card import (
    CardKeys,
    CardKind,
    ShopCard,
    decode_shop_card,
    encode_shop_card,
)


class CardInUseError(CardError):
    """Something is on the card that somebody may need."""


def issue(
    reader: CardReader,
    keys: CardKeys,
    kind: CardKind,
    card_id: str,
    *,
    is_replacing: bool = False,
) -> ShopCard:
    """Write the card that rests on *reader*; on the device's thread.

    The counter of a card that is proved goes on: one that begins anew would look like
    a copy when the sales of all tills meet.

    Args:
        reader: Where it rests.
        keys: The shop's.
        kind: What the card is for.
        card_id: Its identifier.
        is_replacing: Whether what is on it may be lost.

    Raises:
        ValueError: The identifier does not fit on a card.
        CardInUseError: Something else is on it and may not be lost.
        CardError: It cannot be written, or does not hold what was written.
        DeviceUnavailableError: The reader is gone.
    """
    content = reader.read()
    if not content.is_writable:
        raise CardRefusedError("the card is locked for ever")
    found = _look(content.message, content.uid, keys)
    is_same = found is not None and (found.kind, found.card_id) == (kind, card_id)
    is_blank = found is None and is_empty(content.message)
    is_proved = found is not None and found.is_genuine is True
    if not (is_blank or is_replacing or (is_same and is_proved)):
        raise CardInUseError(
            "something is on the card already; write over it on purpose with --replace"
        )
    counter = found.counter if found is not None and is_proved else 0
    message = encode_shop_card(kind, card_id, content.uid, keys, counter=counter)
    if len(message) > content.capacity:
        raise CardFullError(
            f"the card has room for {content.capacity} bytes, {len(message)} are needed"
        )
    reader.write(content.uid, message)
    after = reader.read()
    card = _look(after.message, content.uid, keys)
    if after.uid != content.uid or card is None or not card.is_genuine:
        raise CardError("the card does not hold what was written; issue it again")
    return card


def is_empty(message: bytes) -> bool:
    """Return whether *message* has no content, as on a card from the factory."""
    try:
        return all(not record.type for record in decode_records(message))
    except CardFormatError:
        return False


def _look(message: bytes, uid: bytes, keys: CardKeys) -> ShopCard | None:
    try:
        return decode_shop_card(message, uid, keys)
    except CardFormatError:
        return None
