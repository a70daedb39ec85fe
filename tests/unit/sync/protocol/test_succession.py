"""An old key's word for a new one."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.signature import Signer
from sync.protocol.succession import KeySuccession, signed_text, vouch, vouching_key

_OLD, _NEW, _OTHER = (Signer(bytes([n]) * 32) for n in (1, 2, 3))


def test_the_old_key_vouches_for_one_key_only() -> None:
    said = vouch(_OLD, "T-01", _NEW.public_key)

    assert vouching_key(said, _NEW.public_key) == _OLD.public_key
    assert vouching_key(said, _OTHER.public_key) is None


@pytest.mark.parametrize(
    "change",
    [
        {"workstation": "T-02"},
        {"public_key": vouch(_OTHER, "T", bytes(32)).public_key},
        {"public_key": "no base64"},
        {"signature": "AAAA"},
        {"signature": "ä"},
    ],
    ids=["name", "key", "no key", "signature", "no signature"],
)
def test_a_changed_word_vouches_for_nothing(change: dict[str, str]) -> None:
    said: KeySuccession = msgspec.structs.replace(
        vouch(_OLD, "T-01", _NEW.public_key), **change
    )

    assert vouching_key(said, _NEW.public_key) is None


def test_what_is_signed_is_three_lines() -> None:
    text = signed_text("T-01", bytes(32)).decode()

    assert text.split("\n") == [
        "evertill key succession 1",
        "T-01",
        "A" * 43 + "=",
    ]
