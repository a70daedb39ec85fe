"""A request is read whole or refused with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.pricing.price_request import PriceRequest
from terminal.domain.pricing.read_request import (
    REQUEST_BYTES_MAX,
    PriceRequestFileError,
    read_request,
)


def test_a_line_and_an_instant_are_enough() -> None:
    request = read_request(
        b'{"at": "2026-11-22T10:00:00+01:00", "lines": [{"scan_code": "A"}]}'
    )

    assert isinstance(request, PriceRequest)
    assert (request.channel, request.lines[0].quantity) == ("store", "1")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"at": 5, "lines": []}',
        b'{"at": "x", "lines": [{"quantity": "1"}]}',
        b'{"at": "x", "lines": [], "store": "s"}',
        b'{"at": "\xff", "lines": []}',
        b"[" * 100_000,
        b" " * (REQUEST_BYTES_MAX + 1),
    ],
)
def test_what_is_no_request_says_so(data: bytes) -> None:
    with pytest.raises(PriceRequestFileError, match="nothing was priced"):
        read_request(data)


@given(st.binary(max_size=60))
def test_no_bytes_fail_otherwise(data: bytes) -> None:
    with pytest.raises(PriceRequestFileError):
        read_request(data)
