"""Badges, member cards and stored-value cards."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc.card_errors import CardError, CardFormatError
from drivers.nfc.ndef_message import NdefRecord, encode_records, text_record
from drivers.nfc.shop_card import (
    COUNTER_MAX,
    PAYLOAD_BYTES,
    RECORD_TYPE,
    CardForgedError,
    CardKeys,
    CardKind,
    CardWornOutError,
    Patch,
    ShopCard,
    decode_shop_card,
    encode_shop_card,
    next_patch,
)

_MASTER = bytes(range(32))
_KEYS = CardKeys(_MASTER)
_UID = bytes.fromhex("04A1B2C3D4E5F6")


def _card(counter: int = 0) -> bytes:
    return encode_shop_card(
        CardKind.STORED_VALUE, "SV-0815", _UID, _KEYS, counter=counter
    )


def _apply(message: bytes, patch: Patch) -> bytes:
    return (
        message[: patch.offset] + patch.data + message[patch.offset + len(patch.data) :]
    )


def _read(message: bytes, keys: CardKeys | None = _KEYS) -> ShopCard:
    card = decode_shop_card(message, _UID, keys)
    assert card is not None
    return card


def test_a_new_card_is_genuine() -> None:
    card = _read(_card())

    assert card == ShopCard(CardKind.STORED_VALUE, "SV-0815", 0, 0, is_genuine=True)


def test_the_code_is_made_as_the_documentation_says() -> None:
    key = HKDF(SHA256(), 32, b"evertill card 1", b"mac\0\x03" + _UID).derive(_MASTER)
    text = b"\x01\x03" + b"SV-0815".ljust(16, b"\0") + bytes(4)

    payload = _card()[-PAYLOAD_BYTES:]

    assert payload[36:40] == bytes(4)
    assert payload[40:56] == hmac.new(key, text, hashlib.sha256).digest()[:16]


def test_the_record_fits_the_smallest_card() -> None:
    assert len(_card()) + 2 + 5 <= 144


def test_the_same_record_on_another_card_is_no_proof() -> None:
    card = decode_shop_card(_card(), bytes(7), _KEYS)

    assert card is not None
    assert card.is_genuine is False


def test_another_shop_does_not_prove_it() -> None:
    assert _read(_card(), CardKeys(bytes(32))).is_genuine is False


def test_without_a_key_the_identifier_is_known_and_nothing_proved() -> None:
    card = _read(_card(7), None)

    assert (card.card_id, card.is_genuine, card.counter) == ("SV-0815", None, 0)


def test_every_step_goes_to_the_other_slot() -> None:
    message = _card()
    for counter in range(1, 5):
        message = _apply(message, next_patch(message, _UID, _KEYS))
        card = _read(message)
        assert (card.counter, card.slot) == (counter, counter % 2)


@pytest.mark.parametrize("length", range(21))
@pytest.mark.parametrize("junk", [b"", b"\xff", b"\x5a" * 3], ids=["cut", "ff", "5a"])
def test_a_step_cut_off_anywhere_leaves_the_old_counter(
    length: int, junk: bytes
) -> None:
    old = _apply(_card(), next_patch(_card(), _UID, _KEYS))
    patch = next_patch(old, _UID, _KEYS)
    torn = (patch.data[:length] + junk)[: len(patch.data)]

    card = _read(_apply(old, Patch(patch.offset, torn, patch.counter)))

    assert card.is_genuine
    assert card.counter == (2 if torn == patch.data else 1)


def test_a_forged_card_gets_no_next_step() -> None:
    with pytest.raises(CardForgedError):
        next_patch(_card(), bytes(7), _KEYS)


def test_a_worn_out_card_gets_no_next_step() -> None:
    with pytest.raises(CardWornOutError):
        next_patch(_card(COUNTER_MAX), _UID, _KEYS)


@pytest.mark.parametrize(
    "message", [b"", encode_records([text_record("hello")])], ids=["empty", "text"]
)
def test_cards_of_others_are_none_of_ours(message: bytes) -> None:
    assert decode_shop_card(message, _UID, _KEYS) is None
    with pytest.raises(CardFormatError):
        next_patch(message, _UID, _KEYS)


@pytest.mark.parametrize(
    ("index", "value"), [(0, 2), (1, 9), (2, 0xFF)], ids=["version", "kind", "id"]
)
def test_what_is_not_understood_is_refused(index: int, value: int) -> None:
    payload = bytearray(_card()[-PAYLOAD_BYTES:])
    payload[index] = value

    with pytest.raises(CardFormatError):
        _read(encode_records([NdefRecord(RECORD_TYPE, bytes(payload))]))


@given(st.integers(0, PAYLOAD_BYTES - 1), st.integers(1, 255))
def test_no_changed_byte_gives_another_identifier_or_counter(
    index: int, change: int
) -> None:
    message = bytearray(_card(5))
    message[len(message) - PAYLOAD_BYTES + index] ^= change
    try:
        card = _read(bytes(message))
    except CardError:
        return
    if card.is_genuine:
        assert (card.card_id, card.counter) == ("SV-0815", 5)


@given(st.binary(max_size=PAYLOAD_BYTES + 4))
def test_random_payloads_are_never_genuine(payload: bytes) -> None:
    try:
        card = _read(encode_records([NdefRecord(RECORD_TYPE, payload)]))
    except CardError:
        return
    assert card.is_genuine is False


@pytest.mark.parametrize("name", ["", "x" * 17, "a\0b"])
def test_identifiers_that_do_not_fit_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        encode_shop_card(CardKind.MEMBER, name, _UID, _KEYS)


def test_keys_and_numbers_do_not_get_into_logs() -> None:
    assert repr(_KEYS) == "CardKeys(…)"
    assert "0815" not in repr(_read(_card()))
    with pytest.raises(ValueError, match="too short"):
        CardKeys(b"short")


def test_passwords_differ_from_card_to_card() -> None:
    password, pack = _KEYS.password(_UID)

    assert (len(password), len(pack)) == (4, 2)
    assert _KEYS.password(bytes(7)) != (password, pack)
