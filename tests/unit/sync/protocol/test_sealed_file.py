"""A sealed file is opened whole by the right key, or not at all."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol.sealed_file import (
    PIECE_BYTES,
    AsCenter,
    ForCenter,
    Opening,
    SealedWriter,
    SealError,
    Sealing,
    WithPassphrase,
    is_sealed,
    unseal,
)
from sync.protocol.signature import Signer

_SEED = b"\x09" * 32
_CENTER = ForCenter(Signer(_SEED).public_key)
_OPENING = AsCenter(_SEED)
_SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES]


def sealed(data: bytes, sealing: Sealing = _CENTER, step: int = 50_000) -> bytes:
    stream = io.BytesIO()
    writer = SealedWriter(stream, sealing)
    for at in range(0, len(data), step):
        writer.write(data[at : at + step])
    writer.end()
    return stream.getvalue()


def opened(data: bytes, opening: Opening = _OPENING) -> bytes:
    return b"".join(unseal(data, opening))


@pytest.mark.parametrize("size", _SIZES)
def test_what_was_sealed_comes_out_again(size: int) -> None:
    data = bytes(at % 251 for at in range(size))

    file = sealed(data)

    assert is_sealed(file)
    assert opened(file) == data
    assert not size or data[:64] not in file or size == 1


def test_the_same_content_is_never_sealed_the_same() -> None:
    assert sealed(b"x") != sealed(b"x")


def test_a_passphrase_opens_what_it_sealed() -> None:
    file = sealed(b"content", WithPassphrase("correct horse battery"))

    assert opened(file, WithPassphrase("correct horse battery")) == b"content"
    with pytest.raises(SealError, match="somebody else"):
        opened(file, WithPassphrase("correct horse batterz"))


def test_another_center_cannot_open_it() -> None:
    with pytest.raises(SealError, match="somebody else"):
        opened(sealed(b"content"), AsCenter(b"\x08" * 32))


def test_the_wrong_kind_of_key_is_told() -> None:
    with pytest.raises(SealError, match="not sealed with a passphrase"):
        opened(sealed(b"x"), WithPassphrase("correct horse battery"))
    with pytest.raises(SealError, match="give it"):
        opened(sealed(b"x", WithPassphrase("correct horse battery")))


@pytest.mark.parametrize("size", [10, PIECE_BYTES, 2 * PIECE_BYTES + 5])
def test_every_cut_is_seen(size: int) -> None:
    file = sealed(bytes(size))
    head = file.index(b"\n") + 1
    piece = PIECE_BYTES + 16
    cuts = {0, 10, head - 1, head, head + 5, head + piece, len(file) - 1}

    for cut in cuts:
        if cut < len(file):
            with pytest.raises(SealError):
                opened(file[:cut])


def test_pieces_moved_or_added_are_seen() -> None:
    file = sealed(bytes(3 * PIECE_BYTES))
    head = file.index(b"\n") + 1
    piece = PIECE_BYTES + 16
    pieces = [file[at : at + piece] for at in range(head, len(file), piece)]

    for order in ([1, 0, 2], [0, 2], [0, 1, 2, 2], [0, 0, 1, 2]):
        with pytest.raises(SealError):
            opened(file[:head] + b"".join(pieces[at] for at in order))
    with pytest.raises(SealError):
        opened(file + b"x")


@given(st.integers(min_value=0, max_value=10_000), st.integers(1, 255))
@settings(max_examples=25)
def test_every_changed_byte_is_seen(at: int, change: int) -> None:
    file = bytearray(sealed(b"a sale of twelve cents"))
    file[at % len(file)] ^= change

    with pytest.raises(SealError):
        opened(bytes(file))


@given(st.binary(max_size=300))
@settings(max_examples=25)
def test_other_bytes_are_no_sealed_file(data: bytes) -> None:
    with pytest.raises(SealError):
        opened(data)


def test_a_key_that_gives_no_secret_is_refused() -> None:
    line = b'{"format":"evertill-sealed","v":1,"opens_with":"center","public":"%s"}\n'
    zeros = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    with pytest.raises(SealError, match="no key"):
        opened(line % zeros + bytes(40))
