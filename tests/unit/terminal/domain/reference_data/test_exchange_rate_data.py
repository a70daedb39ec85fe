"""A rate is positive and has its day."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData, rate_key


def test_a_currency_has_one_rate_a_day() -> None:
    rate = ExchangeRateData(currency="USD", rate_micro=1, valid_from="2026-11-22")

    assert rate_key(rate) == "USD@2026-11-22"


@pytest.mark.parametrize(
    "data",
    [
        b'{"currency": "USD", "rate_micro": 0, "valid_from": "2026-11-22"}',
        b'{"currency": "US", "rate_micro": 1, "valid_from": "2026-11-22"}',
        b'{"currency": "USD", "rate_micro": 1, "valid_from": "today"}',
    ],
)
def test_a_row_that_makes_no_sense_is_not_read(data: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_json(data, ExchangeRateData)
