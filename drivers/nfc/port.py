"""What a card reader offers, whichever library moves its bytes."""

import enum
from typing import Protocol

import msgspec
from typing_extensions import override

from drivers.device import DeviceCondition
from drivers.nfc.masking import mask
from drivers.nfc.shop_card import ShopCard


class CardTechnology(enum.Enum):
    """How a card speaks; the values are stable and go to logs."""

    TYPE_2 = "type2"
    TYPE_3 = "type3"
    OTHER = "other"
    """It answers, but this program cannot read it: MIFARE Classic, a telephone."""


class CardContent(msgspec.Struct, frozen=True):
    """What is on a card.

    Attributes:
        technology: How it speaks.
        uid: Its number, as the chip gives it.
        model: Its chip, if it says so.
        message: The NDEF message; empty on an empty card.
        capacity: The longest message that fits.
        is_writable: Whether the message may be written.
    """

    technology: CardTechnology
    uid: bytes
    model: str
    message: bytes
    capacity: int
    is_writable: bool

    @override
    def __repr__(self) -> str:
        return f"CardContent({self.technology.value}, {mask(self.uid)}, {self.model!r})"


class CardPresented(msgspec.Struct, frozen=True):
    """A card was put on the reader; told once while it rests there.

    Attributes:
        device_id: The reader.
        uid: The card's number.
        technology: How it speaks.
        content: What is on it; None when it could not be read.
        shop_card: What it says if it is one of the shop's.
        problem: Why it could not be read, in plain words; else empty.
    """

    device_id: str
    uid: bytes
    technology: CardTechnology
    content: CardContent | None = None
    shop_card: ShopCard | None = None
    problem: str = ""

    @override
    def __repr__(self) -> str:
        return (
            f"CardPresented({self.device_id!r}, {mask(self.uid)},"
            f" {self.shop_card!r}, {self.problem!r})"
        )


class CardRemoved(msgspec.Struct, frozen=True):
    """The card that was presented is gone."""

    device_id: str
    uid: bytes

    @override
    def __repr__(self) -> str:
        return f"CardRemoved({self.device_id!r}, {mask(self.uid)})"


CardEvent = CardPresented | CardRemoved


class CardReader(Protocol):
    """Reads and writes the card on it.  Everything runs on the device's thread.

    The methods raise DeviceUnavailableError when the reader is gone and a
    CardError when only the card is.
    """

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""

    @property
    def condition(self) -> DeviceCondition:
        """What is known about it since the last call."""

    def read(self) -> CardContent:
        """Return what is on the card that rests on the reader."""

    def write(self, uid: bytes, message: bytes) -> None:
        """Put *message* on the card with that number, and read it back."""

    def patch(self, uid: bytes, offset: int, data: bytes) -> None:
        """Replace bytes of the message on the card with that number."""
