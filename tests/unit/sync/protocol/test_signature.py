"""Ed25519 signatures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.signature import Signer, new_private_key, verify


def test_the_vector_of_the_standard_comes_out() -> None:
    # RFC 8032, 7.1, test 3.
    private = bytes.fromhex(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
    )
    signer = Signer(private)

    assert signer.public_key.hex() == (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    )
    assert signer.sign(bytes.fromhex("af82")).hex() == (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )


@given(data=st.binary(max_size=64), change=st.integers(0, 63))
def test_only_the_signed_bytes_verify(data: bytes, change: int) -> None:
    signer = Signer(new_private_key())
    signature = signer.sign(data)
    altered = bytearray(signature)
    altered[change] ^= 1

    assert verify(signer.public_key, data, signature)
    assert not verify(signer.public_key, data + b"x", signature)
    assert not verify(signer.public_key, data, bytes(altered))


@given(key=st.binary(max_size=40), signature=st.binary(max_size=70))
def test_hostile_keys_and_signatures_are_not_valid(
    key: bytes, signature: bytes
) -> None:
    assert not verify(key, b"data", signature)


def test_a_private_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        Signer(b"short")
