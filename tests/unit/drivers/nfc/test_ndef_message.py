"""NDEF messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc.card_errors import CardFormatError
from drivers.nfc.ndef_message import (
    NdefRecord,
    decode_records,
    encode_records,
    text_record,
)


def test_records_come_back() -> None:
    records = (text_record("STAFF 0042"), NdefRecord("urn:nfc:ext:a.example:b", b"\0x"))

    assert decode_records(encode_records(records)) == records


def test_a_text_record_has_the_bytes_of_the_specification() -> None:
    assert encode_records([text_record("Hi")]).hex() == "d101055402656e4869"


def test_an_empty_message_holds_no_records() -> None:
    assert decode_records(b"") == ()


@pytest.mark.parametrize("message", ["d101ff5402", "51010554", "ff", "d1"])
def test_a_damaged_message_is_refused(message: str) -> None:
    with pytest.raises(CardFormatError):
        decode_records(bytes.fromhex(message))


@given(st.binary(max_size=80))
def test_random_messages_are_read_or_refused(message: bytes) -> None:
    try:
        decode_records(message)
    except CardFormatError:
        return


def test_what_is_on_a_card_does_not_get_into_logs() -> None:
    assert "4711" not in repr(text_record("4711"))
