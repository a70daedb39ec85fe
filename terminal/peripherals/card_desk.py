"""Reads and issues cards on one reader of the till, while the till itself is closed.

Everything runs on the caller's thread and waits for a person to put a card down.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from drivers.errors import DeviceConfigurationError
from drivers.nfc.card_errors import CardError, CardFormatError, CardGoneError
from drivers.nfc.issue import is_empty, issue
from drivers.nfc.kind import KIND, build
from drivers.nfc.masking import mask
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import CardContent, CardEvent, CardPresented
from drivers.nfc.shop_card import (
    CardKeys,
    CardKind,
    ShopCard,
    decode_shop_card,
    encode_shop_card,
)
from drivers.registry import DeviceContext
from terminal.application.ports.devices import CardUse
from terminal.peripherals.shown_card import USES
from terminal.settings.schema import DeviceSettings

KINDS: Final = {USES[kind]: kind for kind in CardKind}
"""What can be issued, by the words of the till."""


class CardReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a card is, for a technician.

    Attributes:
        uid: Its number, masked.
        technology: How it speaks.
        model: Its chip, if it says so.
        use: What it is for; ``other`` for one of somebody else.
        card_id: Its identifier, for cards of the shop.
        is_proved: Whether it is proved; None when there was nothing to prove, or
            no key.
        counter: How often it was written, as far as that is proved.
        bytes_used: Of its memory.
        capacity: The longest message that fits, in bytes.
        is_writable: Whether it may be written.
        sentence: The same in plain words.
    """

    uid: str
    technology: str
    model: str
    use: CardUse
    card_id: str = ""
    is_proved: bool | None = None
    counter: int = 0
    bytes_used: int
    capacity: int
    is_writable: bool
    sentence: str


class CardDesk:
    """One reader that is open for a card."""

    def __init__(
        self, reader: NfcReader, seen: list[CardEvent], keys: CardKeys | None
    ) -> None:
        """Take the open *reader*, which puts what it sees into *seen*."""
        self._reader = reader
        self._seen = seen
        self._keys = keys

    def wait(self, wait_s: float) -> None:
        """Wait for a card.

        Raises:
            CardGoneError: None came in time.
            DeviceUnavailableError: The reader is gone.
        """
        deadline = time.monotonic() + wait_s
        while not any(isinstance(event, CardPresented) for event in self._seen):
            if time.monotonic() > deadline:
                raise CardGoneError("no card was put on the reader")
            self._reader.attend()

    def read(self) -> CardReport:
        """Return what the card on the reader is.

        Raises:
            CardError: It cannot be read.
            DeviceUnavailableError: The reader is gone.
        """
        return _report(self._reader.read(), self._keys)

    def issue(
        self, use: CardUse, card_id: str, *, is_replacing: bool = False
    ) -> CardReport:
        """Make the card on the reader one of the shop and return what it is then.

        Args:
            use: A key of `KINDS`.
            card_id: The card's identifier.
            is_replacing: Whether what is on it may be lost.

        Raises:
            CardError: It may not or cannot be written.
            DeviceUnavailableError: The reader is gone.
        """
        assert self._keys is not None, "a till without a key issues no cards"
        issue(self._reader, self._keys, KINDS[use], card_id, is_replacing=is_replacing)
        return self.read()


def require_card_id(card_id: str) -> None:
    """Refuse what does not fit on a card, before anybody looks for one.

    Raises:
        CardError: It does not.
    """
    try:
        encode_shop_card(CardKind.MEMBER, card_id, bytes(7), CardKeys(bytes(32)))
    except ValueError as error:
        raise CardError(
            "an identifier has 1 to 16 letters and digits without accents"
        ) from error


@contextmanager
def open_desk(
    device_id: str, settings: DeviceSettings, card_key: bytes | None
) -> Iterator[CardDesk]:
    """Open the reader that *settings* describe.

    Args:
        device_id: The reader.
        settings: Where it is.
        card_key: Proves the shop's cards; None proves none.

    Raises:
        DeviceError: The device is no card reader, or is gone.
    """
    if settings.kind != KIND.name:
        raise DeviceConfigurationError(device_id, "it is no card reader")
    keys = None if card_key is None else CardKeys(card_key)
    seen: list[CardEvent] = []
    reader = build(
        DeviceContext(
            device_id,
            settings.address,
            settings.model,
            settings.options,
            on_scan=_ignore_scan,
            on_card=seen.append,
            card_keys=keys,
        )
    )
    try:
        reader.open()
        yield CardDesk(reader, seen, keys)
    finally:
        reader.close()


def _ignore_scan(_scan: object) -> None:
    """A card reader reads no labels."""


def _report(content: CardContent, keys: CardKeys | None) -> CardReport:
    try:
        card = decode_shop_card(content.message, content.uid, keys)
        sentence = _sentence(card, content.message)
    except CardFormatError as error:
        card, sentence = None, f"{error}."
    use: CardUse = "other"
    if card is not None:
        use = "forged" if card.is_genuine is False else USES[card.kind]
    return CardReport(
        uid=mask(content.uid),
        technology=content.technology.value,
        model=content.model,
        use=use,
        card_id="" if card is None else card.card_id,
        is_proved=None if card is None else card.is_genuine,
        counter=0 if card is None else card.counter,
        bytes_used=len(content.message),
        capacity=content.capacity,
        is_writable=content.is_writable,
        sentence=sentence,
    )


def _sentence(card: ShopCard | None, message: bytes) -> str:
    if card is None:
        return "It is empty." if is_empty(message) else "It is none of the shop's."
    name = f"{USES[card.kind]} {card.card_id}"
    if card.is_genuine is None:
        return f"It says {name}; without a card key this till cannot prove it."
    if card.is_genuine is False:
        return f"It says {name}, but is of another shop, or a copy: not proved."
    return f"It is {name} of this shop, written {card.counter} times since."
