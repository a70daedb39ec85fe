"""Cards are issued on simulated ones, and nothing that somebody needs is lost."""

from __future__ import annotations

import pytest
from typing_extensions import override

from drivers.device import READY, DeviceCondition
from drivers.nfc.card_errors import CardError, CardFullError, CardRefusedError
from drivers.nfc.card_session import CardSession, FoundCard, open_session
from drivers.nfc.issue import CardInUseError, is_empty, issue
from drivers.nfc.ndef_message import encode_records, text_record
from drivers.nfc.port import CardContent, CardReader, CardTechnology
from drivers.nfc.shop_card import CardKeys, CardKind, encode_shop_card
from drivers.nfc.simulated_card import SimulatedCard
from drivers.nfc.simulator import new_card
from tests.fakes.card_link import DirectLink

_KEYS = CardKeys(bytes(range(32)))
_OTHERS = CardKeys(bytes(32))
_TEXT = encode_records([text_record("somebody's")])


class _Reader(CardReader):
    """A card reader without a process."""

    def __init__(self, card: SimulatedCard) -> None:
        self._card = card

    @property
    @override
    def device_id(self) -> str:
        return "badges"

    @property
    @override
    def condition(self) -> DeviceCondition:
        return READY

    @override
    def read(self) -> CardContent:
        return self._session().read()

    @override
    def write(self, uid: bytes, message: bytes) -> None:
        self._session().write(message)

    @override
    def patch(self, uid: bytes, offset: int, data: bytes) -> None:
        raise NotImplementedError

    def _session(self) -> CardSession:
        found = FoundCard(self._card.technology, self._card.uid)
        return open_session(DirectLink(self._card), found)


class _StillReader(_Reader):
    """Says that it wrote and shows the same card for ever."""

    def __init__(self, content: CardContent) -> None:
        self._content = content

    @override
    def read(self) -> CardContent:
        return self._content

    @override
    def write(self, uid: bytes, message: bytes) -> None:
        """Do nothing."""


@pytest.mark.parametrize("kind", list(CardKind), ids=lambda kind: kind.name)
@pytest.mark.parametrize("card_type", ["2", "3"])
def test_an_empty_card_becomes_one_of_the_shop(card_type: str, kind: CardKind) -> None:
    reader = _Reader(new_card(card_type))

    card = issue(reader, _KEYS, kind, "0042")

    assert (card.kind, card.card_id, card.counter) == (kind, "0042", 0)
    assert card.is_genuine


def test_the_same_card_again_goes_on_counting() -> None:
    uid = new_card("2").uid
    message = encode_shop_card(CardKind.STORED_VALUE, "SV-1", uid, _KEYS, counter=7)
    reader = _Reader(new_card("2", message))

    assert issue(reader, _KEYS, CardKind.STORED_VALUE, "SV-1").counter == 7
    with pytest.raises(CardInUseError):
        issue(reader, _KEYS, CardKind.STORED_VALUE, "SV-2")
    again = issue(reader, _KEYS, CardKind.MEMBER, "M-1", is_replacing=True)
    assert (again.kind, again.card_id, again.counter) == (CardKind.MEMBER, "M-1", 7)


@pytest.mark.parametrize(
    "message",
    [
        _TEXT,
        b"\xff\xff",
        encode_shop_card(CardKind.MEMBER, "1", new_card("2").uid, _OTHERS, counter=9),
    ],
    ids=["text", "damaged", "another-shop"],
)
def test_what_is_on_a_card_is_lost_only_on_purpose(message: bytes) -> None:
    card = new_card("2", message)
    with pytest.raises(CardInUseError, match="--replace"):
        issue(_Reader(card), _KEYS, CardKind.MEMBER, "1")
    assert _Reader(card).read().message == message

    issued = issue(_Reader(card), _KEYS, CardKind.MEMBER, "1", is_replacing=True)

    assert (issued.card_id, issued.counter) == ("1", 0)


def _content(capacity: int, *, is_writable: bool = True) -> CardContent:
    uid = bytes(7)
    return CardContent(CardTechnology.TYPE_2, uid, "", b"", capacity, is_writable)


@pytest.mark.parametrize(
    ("content", "error", "text"),
    [
        (_content(200, is_writable=False), CardRefusedError, "locked"),
        (_content(48), CardFullError, "room for 48 bytes"),
        (_content(200), CardError, "does not hold what was written"),
    ],
    ids=["locked", "small", "forgetful"],
)
def test_a_card_that_does_not_take_it_is_told(
    content: CardContent, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        issue(_StillReader(content), _KEYS, CardKind.MEMBER, "1")


def test_cards_from_the_factory_are_empty() -> None:
    assert is_empty(b"")
    assert is_empty(b"\xd0\x00\x00")
    assert not is_empty(_TEXT)
    assert not is_empty(b"\xff")
