"""A simulated card for training and demonstrations."""

from __future__ import annotations

import json
import urllib.request

import pytest

from drivers.nfc.card_session import open_session
from drivers.nfc.ndef_message import decode_records, text_record
from drivers.nfc.nfcpy_field import NfcpyField
from drivers.nfc.shop_card import CardKeys, CardKind, decode_shop_card
from terminal.peripherals.simulated_card import TRAINING_KEY, StandAloneCard


def _read(card: StandAloneCard) -> tuple[bytes, bytes]:
    field = NfcpyField(card.address.replace("udp://", "udp:"))
    try:
        found = field.look()
        assert found is not None
        content = open_session(field, found).read()
    finally:
        field.close()
    return content.uid, content.message


def test_a_badge_is_proved_by_the_training_key() -> None:
    card = StandAloneCard("127.0.0.1", 0, "2", kind="badge", text="0042")
    try:
        uid, message = _read(card)
    finally:
        card.close()

    found = decode_shop_card(message, uid, CardKeys(TRAINING_KEY))
    assert found is not None
    assert (found.kind, found.card_id) == (CardKind.STAFF_BADGE, "0042")
    assert found.is_genuine


def test_a_plain_card_holds_a_text_or_nothing() -> None:
    for text in ("hello", ""):
        card = StandAloneCard("127.0.0.1", 0, "2", text=text)
        try:
            _, message = _read(card)
        finally:
            card.close()
        assert decode_records(message) == ((text_record(text),) if text else ())


def test_the_control_port_takes_the_card_away() -> None:
    card = StandAloneCard("127.0.0.1", 0, "3", kind="value", text="SV-1")
    try:
        request = urllib.request.Request(
            card.control_url + "state", json.dumps({"card": "away"}).encode()
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert json.load(answer)["state"]["card"] == "away"
    finally:
        card.close()


def test_an_identifier_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        StandAloneCard("127.0.0.1", 0, "2", kind="member", text="x" * 17)
