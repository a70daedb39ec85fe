"""Cards on a PC/SC reader, which here is made of software."""

from __future__ import annotations

import pytest

from drivers.nfc import pcsc_reader
from drivers.nfc.card_errors import CardGoneError, CardRefusedError
from drivers.nfc.card_session import open_session
from drivers.nfc.field import ReaderGoneError, ReaderOpenError
from drivers.nfc.pcsc_reader import PcscCard, PcscError, PcscField, open_pcsc
from drivers.nfc.port import CardTechnology
from drivers.nfc.simulated_ntag import SimulatedNtag
from tests.fakes.card_link import DirectLink
from tests.fakes.storage_card import answer_apdu


class _Reader:
    """A reader whose card is made of software."""

    name = "Simulated 00"

    def __init__(self, card: SimulatedNtag | None) -> None:
        self.card = card
        self.is_gone = False

    def connect(self) -> PcscCard | None:
        if self.is_gone:
            raise PcscError("no such reader")
        if self.card is None or self.card.is_torn:
            return None
        DirectLink(self.card)
        return self

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if self.card is None:
            raise PcscError("the card was removed")
        answer = answer_apdu(self.card, command)
        if answer is None:
            raise PcscError("the card is mute")
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def disconnect(self) -> None:
        pass


def test_a_card_is_read_and_written() -> None:
    field = PcscField(_Reader(SimulatedNtag(message=b"hello")))

    found = field.look()

    assert found is not None
    assert found.technology is CardTechnology.TYPE_2
    session = open_session(field, found)
    assert session.read().message == b"hello"
    session.write(b"world, this is longer")
    assert session.read().message == b"world, this is longer"
    assert session.is_present()


def test_an_empty_reader_sees_nothing() -> None:
    field = PcscField(_Reader(None))

    assert field.look() is None
    with pytest.raises(CardGoneError):
        field.exchange(b"\x30\x00", 1)
    with pytest.raises(CardGoneError):
        field.select()


def test_a_card_taken_away_is_gone() -> None:
    reader = _Reader(SimulatedNtag(message=b"hello"))
    field = PcscField(reader)
    found = field.look()
    assert found is not None
    session = open_session(field, found)
    reader.card = None

    assert not session.is_present()


def test_a_card_without_ndef_cannot_be_read() -> None:
    card = SimulatedNtag()
    card.memory[12] = 0
    found = PcscField(_Reader(card)).look()

    assert found is not None
    assert found.technology is CardTechnology.OTHER


def test_what_pcsc_cannot_ask_is_refused() -> None:
    field = PcscField(_Reader(SimulatedNtag()))
    field.look()

    with pytest.raises(CardRefusedError):
        field.exchange(b"\x60", 1)
    with pytest.raises(CardRefusedError, match="6300"):
        field.exchange(b"\x30\xff", 1)


def test_a_reader_that_is_gone_says_so() -> None:
    reader = _Reader(SimulatedNtag())
    field = PcscField(reader)
    reader.is_gone = True

    with pytest.raises(ReaderGoneError):
        field.look()
    field.close()


def test_without_its_library_nothing_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pcsc_reader, "is_available", lambda: False)

    with pytest.raises(ReaderOpenError, match="pyscard"):
        open_pcsc("")
