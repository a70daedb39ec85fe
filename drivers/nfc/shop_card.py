"""The shop's own cards: what is on them and how they are proved, without I/O.

A staff badge, a member card and a stored-value card carry the same record: an
identifier, and a counter with a message authentication code.  The balance of a
stored-value card is in the ledger and never on the card.

Record ``urn:nfc:ext:evertill.org:card``, the last of the message, 92 bytes::

    0   version (1)          20  gap, zeros       72  gap, zeros
    1   kind (1, 2, 3)       36  slot A (20)      ...
    2   id, 16, zero-filled  56  gap, zeros       72  slot B (20)

A slot is a counter of four bytes, high byte first, and the first 16 bytes of an
HMAC-SHA256.  The newer valid slot counts; a new counter goes to the other one, so
a card taken away in the middle of a write still holds the old.  The gaps keep the
parts out of each other's pages and blocks wherever the record begins, because a
page whose write is cut off may hold anything.

Keys: HKDF-SHA256 of the shop's master key, salt ``evertill card 1``, info
``purpose`` + 00 + kind + UID.  A key read out of one card therefore opens no
other, and a record copied to a card with another UID is refused.  A copy onto a
card whose UID can be chosen, and an old state put back, are not refused here: the
counter shows them when the sales of all tills meet.
"""

import enum
import hashlib
import hmac
from typing import Final

import msgspec
from typing_extensions import override

from drivers.nfc.card_errors import CardError, CardFormatError
from drivers.nfc.masking import mask_text
from drivers.nfc.ndef_message import NdefRecord, decode_records, encode_records

RECORD_TYPE: Final = "urn:nfc:ext:evertill.org:card"
VERSION: Final = 1
MASTER_KEY_BYTES_MIN: Final = 16
ID_BYTES_MAX: Final = 16
COUNTER_MAX: Final = 0xFFFF_FFFF

_SALT: Final = b"evertill card 1"
_COUNTER_BYTES: Final = 4
_CODE_BYTES: Final = 16
_SLOT_BYTES: Final = _COUNTER_BYTES + _CODE_BYTES
_GAP_BYTES: Final = 16
_ID_OFFSET: Final = 2
_SLOT_OFFSETS: Final = (
    _ID_OFFSET + ID_BYTES_MAX + 2 + _GAP_BYTES,
    _ID_OFFSET + ID_BYTES_MAX + 2 + _GAP_BYTES + _SLOT_BYTES + _GAP_BYTES,
)
PAYLOAD_BYTES: Final = _SLOT_OFFSETS[1] + _SLOT_BYTES


class CardKind(enum.IntEnum):
    """What a card of the shop is for; the values are on the cards."""

    STAFF_BADGE = 1
    MEMBER = 2
    STORED_VALUE = 3


class CardForgedError(CardError):
    """No slot of the card is proved by the shop's key."""


class CardWornOutError(CardError):
    """The counter cannot go on."""


class ShopCard(msgspec.Struct, frozen=True):
    """A card of the shop.

    Attributes:
        kind: What it is for.
        card_id: Its identifier, as the shop knows it.
        counter: The newest proved counter; 0 while nothing is proved.
        slot: Which of the two slots holds it.
        is_genuine: Whether it is proved; None when there was no key to ask.
    """

    kind: CardKind
    card_id: str
    counter: int
    slot: int
    is_genuine: bool | None

    @override
    def __repr__(self) -> str:
        return (
            f"ShopCard({self.kind.name}, {mask_text(self.card_id)!r},"
            f" is_genuine={self.is_genuine})"
        )


class Patch(msgspec.Struct, frozen=True):
    """Bytes to be written into the message on a card.

    Attributes:
        offset: Within the message.
        data: The new bytes.
        counter: What the card says afterwards.
    """

    offset: int
    data: bytes
    counter: int


class CardKeys:
    """Derives the keys of single cards from the shop's master key."""

    def __init__(self, master_key: bytes) -> None:
        """Take the key; it is kept in memory only."""
        if len(master_key) < MASTER_KEY_BYTES_MIN:
            raise ValueError("the master key is too short")
        self._master_key = master_key

    @override
    def __repr__(self) -> str:
        return "CardKeys(…)"

    def code(self, kind: CardKind, uid: bytes, card_id: bytes, counter: int) -> bytes:
        """Return the code that proves a slot."""
        key = self._derive(b"mac", kind, uid, 32)
        text = (
            bytes((VERSION, kind)) + card_id + counter.to_bytes(_COUNTER_BYTES, "big")
        )
        return hmac.new(key, text, hashlib.sha256).digest()[:_CODE_BYTES]

    def password(self, uid: bytes) -> tuple[bytes, bytes]:
        """Return PWD and PACK of the card; they only keep others from writing."""
        secret = self._derive(b"pwd", 0, uid, 6)
        return secret[:4], secret[4:]

    def _derive(self, purpose: bytes, kind: int, uid: bytes, length: int) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        info = purpose + b"\0" + bytes((kind,)) + uid
        return HKDF(SHA256(), length, _SALT, info).derive(self._master_key)


def encode_shop_card(
    kind: CardKind, card_id: str, uid: bytes, keys: CardKeys, *, counter: int = 0
) -> bytes:
    """Return the message of a new card of the shop.

    Raises:
        ValueError: *card_id* is empty, too long or not ASCII.
    """
    name = card_id.encode("ascii")
    if not 0 < len(name) <= ID_BYTES_MAX or b"\0" in name:
        raise ValueError(f"an identifier has 1 to {ID_BYTES_MAX} characters")
    payload = bytearray(PAYLOAD_BYTES)
    payload[0:2] = bytes((VERSION, kind))
    payload[_ID_OFFSET : _ID_OFFSET + len(name)] = name
    padded = name.ljust(ID_BYTES_MAX, b"\0")
    _put(payload, 0, counter, keys.code(kind, uid, padded, counter))
    return encode_records([NdefRecord(RECORD_TYPE, bytes(payload))])


def decode_shop_card(
    message: bytes, uid: bytes, keys: CardKeys | None
) -> ShopCard | None:
    """Return the card of the shop in *message*; None if it is someone else's.

    Raises:
        CardFormatError: The message is damaged or of a later version.
    """
    payload = _find_payload(message)
    if payload is None:
        return None
    kind, padded = CardKind(payload[1]), payload[_ID_OFFSET : _ID_OFFSET + ID_BYTES_MAX]
    try:
        card_id = padded.rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError as error:
        raise CardFormatError("the identifier on the card is damaged") from error
    if keys is None:
        return ShopCard(kind, card_id, 0, 0, is_genuine=None)
    proved = []
    for slot in range(len(_SLOT_OFFSETS)):
        counter, code = _take(payload, slot)
        if hmac.compare_digest(code, keys.code(kind, uid, padded, counter)):
            proved.append((counter, slot))
    if not proved:
        return ShopCard(kind, card_id, 0, 0, is_genuine=False)
    counter, slot = max(proved)
    return ShopCard(kind, card_id, counter, slot, is_genuine=True)


def next_patch(message: bytes, uid: bytes, keys: CardKeys) -> Patch:
    """Return what makes the counter of the card on *message* one higher.

    Raises:
        CardFormatError: It is no card of the shop.
        CardForgedError: It is not proved.
        CardWornOutError: Its counter is at its end.
    """
    card = decode_shop_card(message, uid, keys)
    if card is None:
        raise CardFormatError("the card is not one of the shop")
    if not card.is_genuine:
        raise CardForgedError("the card is not genuine")
    if card.counter >= COUNTER_MAX:
        raise CardWornOutError("the card must be replaced")
    counter, slot = card.counter + 1, 1 - card.slot
    padded = card.card_id.encode("ascii").ljust(ID_BYTES_MAX, b"\0")
    part = bytearray(PAYLOAD_BYTES)
    _put(part, slot, counter, keys.code(card.kind, uid, padded, counter))
    start = _SLOT_OFFSETS[slot]
    # The record is the last one, so its payload is the end of the message.
    offset = len(message) - PAYLOAD_BYTES + start
    return Patch(offset, bytes(part[start : start + _SLOT_BYTES]), counter)


def _find_payload(message: bytes) -> bytes | None:
    records = decode_records(message)
    if not records or records[-1].type != RECORD_TYPE:
        return None
    payload = records[-1].data
    if len(payload) != PAYLOAD_BYTES or not message.endswith(payload):
        raise CardFormatError("the record on the card has a wrong length")
    if payload[0] != VERSION:
        raise CardFormatError(f"cards of version {payload[0]} are not known")
    if payload[1] not in tuple(CardKind):
        raise CardFormatError(f"cards of kind {payload[1]} are not known")
    return payload


def _put(payload: bytearray, slot: int, counter: int, code: bytes) -> None:
    start = _SLOT_OFFSETS[slot]
    payload[start : start + _SLOT_BYTES] = (
        counter.to_bytes(_COUNTER_BYTES, "big") + code
    )


def _take(payload: bytes, slot: int) -> tuple[int, bytes]:
    start = _SLOT_OFFSETS[slot]
    code_start = start + _COUNTER_BYTES
    counter = int.from_bytes(payload[start:code_start], "big")
    return counter, payload[code_start : start + _SLOT_BYTES]
