"""A request is small JSON with decimal text."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.pricing.price_request import PriceRequest


def test_smallest_request_has_instant_and_lines() -> None:
    request = decode_json(
        b'{"at":"2030-03-17T10:00:00+01:00","lines":[{"scan_code":"1"}]}',
        PriceRequest,
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
        decode_json(request_, PriceRequest)


@pytest.mark.parametrize(
    "field",
    [
        '"coupons":[""]',
        f'"coupons":["{"x" * 81}"]',
        '"coupons":["a\\u001b[2J"]',
        '"tender":""',
        '"tender":"Card"',
        f'"channel":"{"x" * 65}"',
        '"tax_exemption":{"reason":""}',
        f'"tax_exemption":{{"reason":"x","certificate":"{"x" * 201}"}}',
        '"customer":{"groups":["x",""]}',
        '"customer":{"groups":["x"' + ',"x"' * 64 + "]}",
        '"lines":[{"scan_code":"1","serial":""}]',
        '"lines":[{"scan_code":"1","lot":"\\n"}]',
        '"lines":[{"scan_code":"1","discount":{"percent":"1","reason":""}}]',
    ],
)
def test_what_no_till_takes_is_refused_with_its_place(field: str) -> None:
    lines = "" if '"lines"' in field else '"lines":[{"scan_code":"1"}],'
    place = field.partition(":")[0].strip('"')

    with pytest.raises(msgspec.ValidationError, match=rf"at `\$\.{place}"):
        decode_json(f'{{"at":"x",{lines}{field}}}', PriceRequest)
