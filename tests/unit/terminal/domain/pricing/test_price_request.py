"""A request is small JSON with decimal text."""

from __future__ import annotations

import msgspec
import pytest

from terminal.domain.pricing.price_request import PriceRequest


def test_smallest_request_has_instant_and_lines() -> None:
    request = msgspec.json.decode(
        b'{"at":"2030-03-17T10:00:00+01:00","lines":[{"scan_code":"1"}]}',
        type=PriceRequest,
    )

    assert request.channel == "store"
    assert request.lines[0].quantity == "1"
    assert request.customer.groups == ()


def test_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"at":"x","lines":[],"line":[]}', type=PriceRequest)
