"""One key in two forms: what signs also agrees on secrets."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol.key_exchange import agree, exchange_private, exchange_public
from sync.protocol.signature import Signer


def test_a_published_pair_is_turned_as_others_turn_it() -> None:
    """The pair of libsodium's test of the same conversion."""
    seed = bytes.fromhex(
        "421151a459faeade3d247115f94aedae42318124095afabe4d1451a559faedee"
    )
    private = bytes.fromhex(
        "8052030376d47112be7f73ed7a019293dd12ad910b654455798b4667d73de166"
    )
    public = bytes.fromhex(
        "f1814f0e8ff1043d8a44d25babff3cedcae6c22c3edaa48f857ae70de2baae50"
    )

    theirs = X25519PrivateKey.from_private_bytes(private).public_key()
    mine = exchange_private(seed).public_key()
    assert theirs.public_bytes_raw() == mine.public_bytes_raw() == public
    assert exchange_public(Signer(seed).public_key) == public


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=10)
def test_both_sides_come_to_the_same_secret(seed: bytes) -> None:
    other = X25519PrivateKey.generate()
    public = exchange_public(Signer(seed).public_key)

    mine = agree(other, public)
    theirs = agree(exchange_private(seed), other.public_key().public_bytes_raw())

    assert mine == theirs
    assert exchange_private(seed).public_key().public_bytes_raw() == public


@pytest.mark.parametrize(
    "key",
    [b"", b"\x01" * 31, bytes(32), b"\x01" + bytes(31), b"\xff" * 32],
    ids=["empty", "short", "zero", "one", "beyond the field"],
)
def test_bytes_that_are_no_key_are_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        exchange_public(key)
