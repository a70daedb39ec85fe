"""The text of a file, whatever wrote it; more in the tests of the item import."""

from __future__ import annotations

import gzip

import pytest

from terminal.domain.reference_data.errors import CatalogFileError
from terminal.domain.reference_data.file_text import decode_catalog


@pytest.mark.parametrize(
    "data",
    [
        "é\n".encode(),
        "é\n".encode("utf-8-sig"),
        "é\n".encode("utf-16"),
        gzip.compress("é\n".encode(), mtime=0),
    ],
)
def test_marks_and_compression_are_taken_off(data: bytes) -> None:
    assert decode_catalog(data) == "é\n"


@pytest.mark.parametrize(
    "data",
    ["é".encode("latin-1"), b"\x1f\x8bx", gzip.compress(b"abc" * 99, mtime=0)[:-9]],
)
def test_what_cannot_be_read_exactly_is_refused(data: bytes) -> None:
    with pytest.raises(CatalogFileError, match="nothing was imported"):
        decode_catalog(data)
