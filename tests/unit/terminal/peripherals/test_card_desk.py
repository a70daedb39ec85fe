"""One reader is opened for one card, and says in plain words what that is."""

from __future__ import annotations

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.nfc.card_errors import CardError, CardGoneError
from drivers.nfc.card_session import FoundCard
from drivers.nfc.messages import CardDone, Looked, ReaderOpened
from drivers.nfc.ndef_message import encode_records, text_record
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import CardContent, CardTechnology
from drivers.nfc.shop_card import CardKeys, CardKind, encode_shop_card
from drivers.registry import DeviceContext
from terminal.peripherals.card_desk import CardReport, open_desk, require_card_id
from terminal.settings.schema import DeviceSettings
from tests.fakes.reader_child import scripted

_KEY = bytes(range(32))
_UID = bytes.fromhex("04A1B2C3D4E5F6")
_READER = DeviceSettings(kind="nfc_reader", address="usb")
_FOUND = Looked(FoundCard(CardTechnology.TYPE_2, _UID))
_BADGE = encode_shop_card(CardKind.STAFF_BADGE, "0042", _UID, CardKeys(_KEY), counter=3)


def _script(monkeypatch: pytest.MonkeyPatch, *steps: object) -> None:
    def build(context: DeviceContext) -> NfcReader:
        return NfcReader(
            context.device_id,
            "usb",
            context.on_card,
            keys=context.card_keys,
            command=scripted(steps),  # type: ignore[arg-type]  # steps of a script
        )

    monkeypatch.setattr("terminal.peripherals.card_desk.build", build)


def _read(
    monkeypatch: pytest.MonkeyPatch, message: bytes, key: bytes | None
) -> CardReport:
    content = CardContent(CardTechnology.TYPE_2, _UID, "NTAG213", message, 137, True)
    done = [CardDone(1, content), CardDone(2, content)]
    _script(monkeypatch, [ReaderOpened("x"), _FOUND], *done)
    with open_desk("badges", _READER, key) as desk:
        desk.wait(5)
        return desk.read()


@pytest.mark.parametrize(
    ("message", "key", "use", "is_proved", "sentence"),
    [
        (_BADGE, _KEY, "badge", True, "It is badge 0042 of this shop"),
        (_BADGE, bytes(32), "forged", False, "of another shop, or a copy"),
        (_BADGE, None, "badge", None, "cannot prove it"),
        (b"", _KEY, "other", None, "It is empty."),
        (b"\xff\xff", _KEY, "other", None, "is damaged."),
        (
            encode_records([text_record("x")]),
            _KEY,
            "other",
            None,
            "It is none of the shop's.",
        ),
    ],
    ids=["genuine", "foreign", "no-key", "empty", "damaged", "text"],
)
def test_a_card_is_told_in_plain_words_without_its_number(
    monkeypatch: pytest.MonkeyPatch,
    message: bytes,
    key: bytes | None,
    use: str,
    is_proved: bool | None,
    sentence: str,
) -> None:
    report = _read(monkeypatch, message, key)

    assert (report.use, report.is_proved) == (use, is_proved)
    assert sentence in report.sentence
    assert report.uid == "…E5F6 (7 bytes)"
    assert report.counter == (3 if is_proved else 0)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    _script(monkeypatch, [ReaderOpened("x"), Looked(None)])
    with (
        open_desk("badges", _READER, None) as desk,
        pytest.raises(CardGoneError, match="no card was put"),
    ):
        desk.wait(0)


def test_only_a_card_reader_is_opened() -> None:
    with (
        pytest.raises(DeviceConfigurationError, match="no card reader"),
        open_desk("scale", DeviceSettings(kind="scale"), None),
    ):
        pass


@pytest.mark.parametrize("card_id", ["", "x" * 17, "é", "a\0b"])
def test_an_identifier_that_fits_on_no_card_is_refused(card_id: str) -> None:
    with pytest.raises(CardError, match="1 to 16"):
        require_card_id(card_id)
