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


@pytest.mark.parametrize(
    "request_",
    [
        b'{"at":"x","lines":[],"line":[]}',
        b'{"at":"x","lines":[{"scan_code":"1","quantty":"2"}]}',
        b'{"at":"x","lines":[{"scan_code":"1","discount":{"percents":"2"}}]}',
        b'{"at":"x","lines":[],"customer":{"member":"m-1"}}',
        b'{"at":"x","lines":[],"tax_exemption":{"reason":"x","paper":"1"}}',
    ],
)
def test_unknown_field_is_refused_wherever_it_stands(request_: bytes) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(request_, type=PriceRequest)
